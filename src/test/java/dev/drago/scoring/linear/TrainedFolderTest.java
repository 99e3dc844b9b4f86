package dev.drago.scoring.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainedFolderTest {

  private static final LinearRecipe RECIPE = LinearRecipe.NEXT_ITEM;
  private static final int ITEMS = 40;
  private static final int DENSE = 12;

  @TempDir Path directory;

  private TrainedFolder folder;
  private LinearWeights weights;

  @BeforeEach
  void train() throws InterruptedException {
    folder = new TrainedFolder(directory.resolve("linear"));
    weights = LinearTrainer.train(RECIPE, log(1), ITEMS, DENSE, stage -> {}).weights();
  }

  private static List<int[]> log(int seed) {
    Random random = new Random(seed);
    return Stream.generate(() -> random.ints(9, 0, ITEMS).toArray()).limit(60).toList();
  }

  private Publication publish(long readAt) throws IOException {
    DecayedCounts counts = new DecayedCounts(new double[] {0.5, 3}, new long[] {1, 3});
    try (TrainedFolder.Writer writer = folder.writer().orElseThrow()) {
      return writer.publish(
          new TrainedFolder.Basis(Instant.ofEpochMilli(readAt), 540, 60, ITEMS, "abc"),
          List.of(weights),
          counts,
          Duration.ofDays(90));
    }
  }

  private Path file() {
    return directory.resolve("linear").resolve(entry().file().name());
  }

  private Publication.Model entry() {
    return folder.current().orElseThrow().model("next-item").orElseThrow();
  }

  @Test
  void whatIsReadScoresAsWhatWasTrained() throws IOException {
    Publication published = publish(1);
    LinearWeights read = folder.weights(RECIPE, entry());

    assertThat(folder.current()).contains(published);
    assertThat(read.sparsePairs()).isEqualTo(weights.sparsePairs()).isPositive();
    for (int seed = 0; seed < 50; seed++) {
      int[] history = new Random(seed).ints(seed, -1, ITEMS + 1).toArray();
      float[] expected = new float[ITEMS];
      float[] row = new float[ITEMS];
      weights.score(history, expected);
      read.score(history, row);
      assertThat(row).isEqualTo(expected);
    }
    DecayedCounts counts = folder.counts(published.popularity());
    assertThat(counts.decayed()).containsExactly(0.5, 3);
    assertThat(counts.counted()).containsExactly(1, 3);
  }

  @Test
  void aModelOfNothingIsAFileToo() throws IOException, InterruptedException {
    weights = LinearTrainer.train(RECIPE, List.of(), 0, DENSE, stage -> {}).weights();
    publish(1);

    assertThat(folder.weights(RECIPE, entry()).knownItems()).isZero();
  }

  @Test
  void beforeTheFirstTrainingThereIsNothing() {
    assertThat(folder.current()).isEmpty();
    assertThat(folder.stamp()).isEmpty();
  }

  @Test
  void anotherTrainingReplacesTheFilesAndWhoHasMappedThemReadsOn() throws IOException {
    publish(1);
    String stamp = folder.stamp();
    LinearWeights mapped = folder.weights(RECIPE, entry());
    publish(2);

    assertThat(folder.stamp()).isNotEqualTo(stamp);
    assertThat(names())
        .containsExactly("current.json", "next-item-2.bin", "popularity-2.bin", "training.lock");
    float[] row = new float[ITEMS];
    mapped.score(new int[] {1, 2}, row);
    assertThat(row[3]).isNotNaN();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("linear"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void onlyOneTrainsAtATime() throws IOException {
    try (TrainedFolder.Writer writer = folder.writer().orElseThrow()) {
      assertThat(writer).isNotNull();
      assertThat(folder.writer()).isEmpty();
    }
    try (TrainedFolder.Writer writer = folder.writer().orElseThrow()) {
      assertThat(writer).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 20, 47, 48, 100, 300, 800, -2, -1})
  void aFileCutAnywhereIsRefusedAndTheNextTrainingMendsIt(int length) throws IOException {
    publish(1);
    byte[] whole = Files.readAllBytes(file());
    byte[] cut = Arrays.copyOf(whole, length < 0 ? whole.length + length : length);
    Files.write(file(), cut);

    assertThatThrownBy(() -> folder.weights(RECIPE, entry()))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageContaining(file().toString())
        .hasMessageContaining("bytes and was written with");
    Files.write(directory.resolve("cut.bin"), cut);
    assertThatThrownBy(() -> TrainedFile.weights(directory.resolve("cut.bin")))
        .isInstanceOf(UnusableModelException.class);

    publish(2);
    assertThat(folder.weights(RECIPE, entry()).knownItems()).isEqualTo(weights.knownItems());
  }

  @Test
  void oneFlippedBitAnywhereIsSeen() throws IOException {
    publish(1);
    byte[] whole = Files.readAllBytes(file());
    for (int at = 0; at < whole.length; at += 97) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 4;
      Files.write(file(), flipped);
      assertThatThrownBy(() -> folder.weights(RECIPE, entry()))
          .isInstanceOf(UnusableModelException.class)
          .hasMessageContaining("has not the checksum it was written with");
    }
  }

  /** What the checksum lets through, since a program wrote it so. */
  @ParameterizedTest
  @CsvSource({
    "0, 7, does not begin with DRAGOLIN",
    "8, 2, 'it has version 2, not 1'",
    "12, 7, unknown recipe",
    "28, 2147483647, where its header says",
    "28, -1, impossible number",
    "32, 2147483647, impossible number",
    "36, 2147483647, impossible number",
    "36, 13, where its header says",
    "40, 0, impossible number",
    "40, 2143289344, impossible number",
    "44, 2147483647, impossible number",
    "44, 536870911, where its header says",
    "48, 40, out of range or there twice",
    "52, 0, out of range or there twice",
  })
  void aWrongNumberIsRefusedBeforeAnythingOfItsSizeIsMade(int at, int value, String why)
      throws IOException {
    Path file = directory.resolve("weights.bin");
    TrainedFile.write(file, weights);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    if (at == 28 && value > 0) {
      bytes.putInt(44, bytes.getInt(44) + 1); // many items alone would be another catalogue
    }
    bytes.putInt(at, value);
    Files.write(file, bytes.array());

    assertThatThrownBy(() -> TrainedFile.weights(file))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aRowThatPointsOutOfTheModelIsRefused() throws IOException {
    Path file = directory.resolve("weights.bin");
    TrainedFile.write(file, weights);
    int starts = TrainedFile.WEIGHTS_HEADER + 4 * weights.knownItems();
    byte[] whole = Files.readAllBytes(file);
    for (int at : new int[] {starts, starts + 4, starts + 4 * weights.knownItems() + 4}) {
      ByteBuffer bytes = ByteBuffer.wrap(whole.clone()).order(ByteOrder.LITTLE_ENDIAN);
      bytes.putInt(at, 1 << 20);
      Files.write(file, bytes.array());
      assertThatThrownBy(() -> TrainedFile.weights(file))
          .hasMessageContaining("sparse rows are out of order");
    }
  }

  @Test
  void countsAreRefusedAsWeightsAre() throws IOException {
    Path file = directory.resolve("counts.bin");
    TrainedFile.write(file, new DecayedCounts(new double[] {1}, new long[] {1}));
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> TrainedFile.counts(file)).isInstanceOf(UnusableModelException.class);
    }
    byte[] nan = whole.clone();
    nan[23] = 0x7f;
    nan[22] = (byte) 0xf8;
    Files.write(file, nan);
    assertThatThrownBy(() -> TrainedFile.counts(file)).hasMessageContaining("item 0 is none");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"version\": 2}",
        "not json",
        "{\"version\": 1, \"models\": []}"
      })
  void aDamagedListOfFilesIsOneSentence(String content) throws IOException {
    publish(1);
    Files.writeString(directory.resolve("linear").resolve("current.json"), content);

    assertThatThrownBy(() -> folder.current())
        .isInstanceOf(UnusableModelException.class)
        .hasMessageContaining("current.json cannot be used");
    publish(2);
    assertThat(folder.current()).isPresent();
  }

  @Test
  void aFileNameCannotLeadOutOfTheFolder() {
    assertThatThrownBy(() -> new Publication.FileEntry("../../etc/passwd.bin", "", 1))
        .hasMessageContaining("is no name of a trained file");
  }

  @Test
  void aModelThatIsMissingOrOfAnotherRecipeIsRefused() throws IOException {
    publish(1);
    Publication.Model model = entry();
    Publication.Model other = new Publication.Model("next-item", 1, 0.8, 25, 1, 1, model.file());

    assertThatThrownBy(() -> folder.weights(RECIPE, other))
        .hasMessageContaining("trained with other parameters");
    assertThatThrownBy(() -> folder.weights(LinearRecipe.EASE_DECAY, model))
        .isInstanceOf(UnusableModelException.class);
    Files.delete(file());
    assertThatThrownBy(() -> folder.weights(RECIPE, model)).hasMessageContaining("is missing");
  }
}
