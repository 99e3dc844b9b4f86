package dev.drago.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drago.catalog.CatalogSnapshot;
import dev.drago.catalog.CatalogSnapshot.Change;
import dev.drago.catalog.ItemText;
import dev.drago.file.Sha256;
import dev.drago.inference.ChatMessage;
import dev.drago.scoring.ItemNames;
import dev.drago.scoring.Phrasing;
import dev.drago.scoring.Profile;
import dev.drago.scoring.RecommendationPrompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetBuilderTest {

  private static final int ITEMS = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The same for every log, so that sets differ by their windows alone. */
  private static final DatasetSource SOURCE =
      new DatasetSource("test", ITEMS, "catalogue", 1, 1, "log");

  @TempDir Path folder;

  private final CatalogSnapshot catalog = Catalogues.of(ITEMS, 13);

  private static DatasetOptions options(ItemForm form, int phrasings, int rejected, long seed) {
    return new DatasetOptions(
        form,
        new SlidingWindows(5, 1, 2, 6),
        phrasings == 1 ? List.of("en") : List.of("en", "es"),
        phrasings,
        0.3,
        rejected,
        seed,
        true);
  }

  /** A model that likes what is near the newest item: what comes next, held out or not. */
  private static final NegativeModel NEAR =
      new NegativeModel(
          "near",
          "of this test",
          history -> {
            float[] row = new float[ITEMS];
            for (int o = 0; o < ITEMS; o++) {
              row[o] = -Math.abs(o - history[history.length - 1]);
            }
            return CompletableFuture.completedFuture(row);
          });

  private static Map<String, int[]> log(long seed, int users) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, int[]> log = new LinkedHashMap<>();
    for (int u = 0; u < users; u++) {
      log.put("user-" + u, random.ints(random.nextInt(30), 0, ITEMS).toArray());
    }
    return log;
  }

  private Path write(String name, Map<String, int[]> log, DatasetOptions options) {
    Path out = folder.resolve(name);
    try (DatasetBuilder builder =
        new DatasetBuilder(
            out,
            false,
            catalog,
            options,
            options.rejected() > 0 ? Optional.of(NEAR) : Optional.empty())) {
      log.forEach(builder::add);
      builder.publish(SOURCE);
    }
    return out;
  }

  private static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        contents.put(String.valueOf(file.getFileName()), Files.readString(file));
      }
    }
    return contents;
  }

  private static List<JsonNode> lines(Path file) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  @Test
  void noByteDependsOnTheLastTwoItemsOfAnybody() throws IOException {
    for (long seed = 1; seed <= 20; seed++) {
      Map<String, int[]> log = log(seed, 12);
      SplittableRandom other = new SplittableRandom(-seed);
      Map<String, int[]> changed = new LinkedHashMap<>();
      log.forEach(
          (user, items) -> {
            int[] copy = items.clone();
            for (int i = Math.max(0, copy.length - 2); i < copy.length; i++) {
              copy[i] = other.nextInt(ITEMS);
            }
            changed.put(user, copy);
          });
      DatasetOptions options = options(ItemForm.TITLES, 4, 2, seed);
      assertThat(contents(write("a" + seed, log, options)))
          .as("seed %d", seed)
          .isEqualTo(contents(write("b" + seed, changed, options)));
    }
  }

  @Test
  void whatIsWrittenOfAUserIsOfTheirTrainingPartAndWhatIsRejectedIsNot() throws IOException {
    Map<String, int[]> log = log(5, 40);
    int windows = 0;
    for (Map.Entry<String, int[]> user : log.entrySet()) {
      int[] items = user.getValue();
      Set<String> training =
          Arrays.stream(TrainingPart.of(items, catalog))
              .mapToObj(o -> "<item:f" + o + ">")
              .collect(Collectors.toSet());
      if (training.size() < 5) {
        continue;
      }
      DatasetOptions one =
          new DatasetOptions(
              ItemForm.TOKENS, new SlidingWindows(5, 1, 2, 0), List.of("en"), 1, 0, 3, 1, false);
      Path out = write(user.getKey(), Map.of(user.getKey(), items), one);
      for (JsonNode line : lines(out.resolve("dpo-train.jsonl"))) {
        String prompt = line.at("/prompt/1/content").asText();
        List<String> told =
            prompt.lines().filter(l -> l.startsWith("- ")).map(l -> l.substring(2)).toList();
        String chosen = line.at("/chosen/0/content").asText();
        String rejected = line.at("/rejected/0/content").asText();
        assertThat(training).containsAll(told).contains(chosen).doesNotContain(rejected);
        assertThat(told).hasSizeBetween(2, 5).doesNotContain(chosen);
        windows++;
      }
    }
    assertThat(windows).isGreaterThan(300);
  }

  @Test
  void aHeldOutItemMayBeRejectedBecauseLeavingItOutWouldTellIt() throws IOException {
    Map<String, int[]> log = Map.of("ann", new int[] {50, 51, 52, 53, 54, 55});
    DatasetOptions all =
        new DatasetOptions(
            ItemForm.TOKENS, new SlidingWindows(5, 1, 2, 0), List.of("en"), 1, 0, 50, 1, false);
    assertThat(
            lines(write("set", log, all).resolve("dpo-train.jsonl")).stream()
                .map(line -> line.at("/rejected/0/content").asText()))
        .contains("<item:f54>", "<item:f55>");
  }

  @Test
  void theFirstPhrasingIsTheServedPrompt() throws IOException {
    Path out =
        write("set", Map.of("a", new int[] {1, 4, 7, 2, 3, 9}), options(ItemForm.TITLES, 1, 0, 1));
    Path file = out.resolve("sft-train.jsonl");
    if (Files.size(file) == 0) {
      file = out.resolve("sft-validation.jsonl");
    }
    ItemNames names = ItemNames.of(catalog);
    List<ChatMessage> served =
        RecommendationPrompt.next(
            Phrasing.served(), Profile.ofHistory(new int[] {1, 4, 7}), catalog, names::name);
    JsonNode messages = lines(file).getFirst().get("messages");
    assertThat(messages).hasSize(3);
    assertThat(messages.at("/0/role").asText()).isEqualTo("system");
    assertThat(messages.at("/1/role").asText()).isEqualTo("user");
    assertThat(messages.at("/2/role").asText()).isEqualTo("assistant");
    assertThat(messages.at("/0/content").asText()).isEqualTo(served.get(0).content());
    assertThat(messages.at("/1/content").asText()).isEqualTo(served.get(1).content());
    assertThat(messages.at("/2/content").asText()).isEqualTo("Film 2");
  }

  @Test
  void allPhrasingsAreUsedAndTheConversationsDoNotDependOnPreferences() throws IOException {
    Map<String, int[]> log = log(3, 60);
    Path with = write("with", log, options(ItemForm.TITLES, 4, 2, 9));
    Path without = write("without", log, options(ItemForm.TITLES, 4, 0, 9));
    Set<String> systems =
        lines(with.resolve("sft-train.jsonl")).stream()
            .map(line -> line.at("/messages/0/content").asText())
            .collect(Collectors.toSet());

    assertThat(systems)
        .isEqualTo(Phrasing.all().stream().map(Phrasing::system).collect(Collectors.toSet()));
    assertThat(with.resolve("sft-train.jsonl"))
        .hasSameTextualContentAs(without.resolve("sft-train.jsonl"));
    assertThat(without.resolve("dpo-train.jsonl")).doesNotExist();
  }

  @Test
  void oneSeedIsOneSetAndAnotherSeedAnother() throws IOException {
    Map<String, int[]> log = log(4, 30);
    Map<String, String> first = contents(write("1", log, options(ItemForm.TITLES, 4, 2, 1)));
    Map<String, String> again = contents(write("2", log, options(ItemForm.TITLES, 4, 2, 1)));
    Map<String, String> other = contents(write("3", log, options(ItemForm.TITLES, 4, 2, 2)));

    assertThat(again).isEqualTo(first);
    assertThat(other.get("dpo-train.jsonl")).isNotEqualTo(first.get("dpo-train.jsonl"));
    assertThat(other.get("windows.csv")).isEqualTo(first.get("windows.csv"));
  }

  @Test
  void theCardsCountsAndChecksumsAreThoseOfTheFiles() throws IOException {
    Path out = write("set", log(6, 50), options(ItemForm.TOKENS, 4, 2, 1));
    JsonNode manifest = JSON.readTree(Files.readString(out.resolve("dataset.json")));
    String card = Files.readString(out.resolve("README.md"));

    assertThat(manifest.get("files")).hasSize(6);
    for (JsonNode entry : manifest.get("files")) {
      Path file = out.resolve(entry.get("name").asText());
      assertThat(entry.get("sha256").asText()).isEqualTo(Sha256.of(file));
      assertThat(entry.get("bytes").asLong()).isEqualTo(Files.size(file));
      assertThat(entry.get("lines").asLong()).isEqualTo(Files.readAllLines(file).size());
      assertThat(card).contains(entry.get("sha256").asText());
    }
    JsonNode counts = manifest.get("counts");
    assertThat(counts.at("/train/windows").asInt())
        .isEqualTo(lines(out.resolve("sft-train.jsonl")).size());
    assertThat(counts.at("/validation/pairs").asInt())
        .isEqualTo(lines(out.resolve("dpo-validation.jsonl")).size());
    assertThat(counts.at("/users").asInt()).isEqualTo(50);
    assertThat(manifest.at("/options/form").asText()).isEqualTo("tokens");
  }

  @Test
  void itemsAreInTheOrderOfTheirIdsWithTokenAndText() throws IOException {
    Path out = write("set", log(7, 20), options(ItemForm.TITLES, 1, 0, 1));
    List<JsonNode> items = lines(out.resolve("items.jsonl"));
    assertThat(items.stream().map(i -> i.get("id").asText()))
        .containsExactlyElementsOf(
            IntStream.range(0, ITEMS)
                .filter(o -> o != 13)
                .mapToObj(o -> "f" + o)
                .sorted()
                .toList());
    assertThat(items.getFirst().get("token").asText()).isEqualTo("<item:f0>");
    assertThat(items.getFirst().get("text").asText()).isEqualTo(ItemText.of(catalog.item(0)));
  }

  @Test
  void usersKeepTheirPartWhateverElseIsInTheLog() throws IOException {
    Map<String, int[]> log = log(8, 60);
    DatasetOptions options = options(ItemForm.TITLES, 1, 0, 1);
    Map<String, int[]> half = new LinkedHashMap<>();
    log.forEach(
        (user, items) -> {
          if (user.hashCode() % 2 == 0) {
            half.put(user, items);
          }
        });
    List<String> all = Files.readAllLines(write("all", log, options).resolve("windows.csv"));
    assertThat(all)
        .containsAll(Files.readAllLines(write("half", half, options).resolve("windows.csv")));
    assertThat(all.stream().filter(line -> line.endsWith(",validation")).count())
        .isBetween(1L, all.size() / 2L);
  }

  @Test
  void whatLeavesNothingToTrainOnIsSaidAndNothingStays() {
    DatasetOptions options = options(ItemForm.TITLES, 1, 0, 1);
    assertThatThrownBy(() -> write("set", Map.of("a", new int[] {1, 2, 3, 4}), options))
        .hasMessage(
            "no window is left: without its last two items the longest history of 1 users has 2"
                + " items, and --minimum 2 and the target take 3");
    assertThatThrownBy(() -> write("set", Map.of("a", new int[] {1, 1, 1, 1, 1, 1}), options))
        .hasMessage("no window is left: all 2 targets had been taken before");
    assertThatThrownBy(() -> write("set", Map.of(), options))
        .hasMessageContaining("the log has no users");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aModelThatRanksNothingElseIsSaid() {
    DatasetOptions options = options(ItemForm.TITLES, 1, 1, 1);
    NegativeModel silent = NegativeModel.popularity(new long[ITEMS]);
    assertThatThrownBy(
            () -> {
              try (DatasetBuilder builder =
                  new DatasetBuilder(
                      folder.resolve("set"), false, catalog, options, Optional.of(silent))) {
                log(1, 20).forEach(builder::add);
                builder.publish(SOURCE);
              }
            })
        .hasMessageContaining("there is nothing to reject")
        .hasMessageContaining("popularity");
  }

  @Test
  void anIdThatCannotBeInATokenIsNamedForTokensAlone() {
    CatalogSnapshot odd =
        catalog.with(List.of(new Change(ITEMS, "a>b", Catalogues.film("a>b", "Odd", 1))), 2);
    DatasetOptions tokens = options(ItemForm.TOKENS, 1, 0, 1);
    assertThatThrownBy(
            () -> new DatasetBuilder(folder.resolve("x"), false, odd, tokens, Optional.empty()))
        .hasMessageContaining("'a>b' cannot have a token")
        .hasMessageContaining("--form titles");
    new DatasetBuilder(
            folder.resolve("x"), false, odd, options(ItemForm.TITLES, 1, 0, 1), Optional.empty())
        .close();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFolderWithSomethingInItIsLeftAloneAndWithForceOnlyTheSetIsReplaced() throws IOException {
    Map<String, int[]> log = log(9, 30);
    Path out = write("set", log, options(ItemForm.TITLES, 4, 1, 1));
    Files.writeString(out.resolve("notes.txt"), "mine");
    Map<String, String> before = contents(out);
    DatasetOptions next = options(ItemForm.TITLES, 1, 0, 1);

    assertThatThrownBy(() -> write("set", log, next))
        .hasMessageContaining("is not empty; --force replaces a data set in it");
    assertThat(contents(out)).isEqualTo(before);
    try (DatasetBuilder builder = new DatasetBuilder(out, true, catalog, next, Optional.empty())) {
      log.forEach(builder::add);
      assertThat(out.resolve("dataset.json")).hasContent(before.get("dataset.json"));
      builder.publish(SOURCE);
    }
    assertThat(contents(out))
        .containsKeys("notes.txt", "dataset.json")
        .doesNotContainKey("dpo-train.jsonl");
  }

  @Test
  void aSetThatIsNotPublishedLeavesWhatWasThere() throws IOException {
    Path out = write("set", log(10, 30), options(ItemForm.TITLES, 4, 1, 1));
    Map<String, String> before = contents(out);
    try (DatasetBuilder builder =
        new DatasetBuilder(
            out, true, catalog, options(ItemForm.TITLES, 1, 0, 1), Optional.empty())) {
      log(11, 30).forEach(builder::add);
    }
    assertThat(contents(out)).isEqualTo(before);
  }
}
