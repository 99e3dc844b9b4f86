package dev.drago.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.Item;
import dev.drago.catalog.ItemText;
import dev.drago.index.IndexException;
import dev.drago.index.IndexFiles;
import dev.drago.index.IndexView;
import dev.drago.inference.ModelSize;
import dev.drago.inference.SentenceEmbedder;
import dev.drago.llama.LlamaLibrary;
import dev.drago.llama.LlamaModel;
import dev.drago.llama.ModelOptions;
import dev.drago.llama.TinyModels;
import dev.drago.llama.TinyModels.Shape;
import dev.drago.store.Database;
import dev.drago.store.EmbeddingRepository;
import dev.drago.store.ItemRepository;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How an index that missed something comes to agree with the store, with a tiny embedder. */
@Timeout(120)
class CatchUpTest {

  /** More than two batches of a catch-up. */
  private static final int N = 150;

  @TempDir static Path models;
  @TempDir Path folder;

  private static Optional<SentenceEmbedder> embedder = Optional.empty();

  @BeforeAll
  static void load() {
    embedder = Optional.of(newEmbedder());
  }

  @AfterAll
  static void unload() {
    embedder.ifPresent(SentenceEmbedder::close);
  }

  private static SentenceEmbedder newEmbedder() {
    Path file = models.resolve("encoder.gguf");
    if (!Files.exists(file)) {
      TinyModels.encoder(new Shape(32, 2, 2, 2, 64, 40), List.of("good", "bad", "film"), 3)
          .write(file);
    }
    LlamaLibrary library = LlamaLibrary.open(Optional.empty(), models);
    LlamaModel model = LlamaModel.load(library, file, ModelOptions.DEFAULT);
    return new SentenceEmbedder(List.of(model), new ModelSize(1, 1, 1), 1_000);
  }

  private Spine open() {
    return new Spine(folder, embedder);
  }

  /** As a process leaves it that dies between store and index. */
  private void storeOnly(List<Item> items) {
    try (Database database = Database.open(folder.resolve("drago.db"))) {
      new ItemRepository(database).put(items, CatalogSchema.empty());
    }
  }

  @Test
  void whatOnlyTheStoreHasIsIndexedWithProgress() {
    storeOnly(Spine.items(0, N));
    List<Long> progress = new ArrayList<>();
    try (Spine spine = open()) {
      assertThat(spine.catalog.behind()).isEqualTo(N);
      assertThat(spine.catalog.snapshot().liveCount()).isEqualTo(N);
      spine.catalog.catchUp(progress::add);
      spine.requireAgreement();
    }
    assertThat(progress).isSorted().endsWith((long) N);
    try (Spine spine = open()) {
      spine.requireAgreement();
    }
  }

  @Test
  void changesAndDeletionsThatTheIndexMissedAreReplayed() {
    try (Spine spine = open()) {
      spine.put(Spine.item(0, "good"), Spine.item(1, "bad"), Spine.item(2, "film"));
    }
    try (Database database = Database.open(folder.resolve("drago.db"))) {
      ItemRepository items = new ItemRepository(database);
      items.delete(List.of("i1"));
      items.put(List.of(Spine.item(2, "bad film"), Spine.item(3, "good")), CatalogSchema.empty());
    }
    try (Spine spine = open()) {
      assertThat(spine.catalog.behind()).isEqualTo(3);
      spine.catalog.catchUp(done -> {});
      spine.requireAgreement();
    }
  }

  @Test
  void writesDuringACatchUpAreSeenAtOnceAndNotLost() {
    storeOnly(Spine.items(0, N));
    try (Spine spine = open()) {
      AtomicInteger calls = new AtomicInteger();
      spine.catalog.catchUp(
          done -> {
            if (calls.getAndIncrement() == 0) {
              spine.put(Spine.item(N, "good")); // new
              spine.put(Spine.item(3, "bad")); // done already
              spine.put(Spine.item(N - 1, "bad")); // still to come
              spine.catalog.delete("i5");
              spine.catalog.delete("i" + (N - 2));
              assertThat(spine.matching("bad")).containsExactly(3, N - 1);
              spine.store(Spine.item(N + 1, "film")); // a bulk load beside it
              spine.store(Spine.item(7, "bad bad film"));
              assertThat(spine.catalog.behind()).as("not done").isPositive();
            }
          });
      spine.requireAgreement();
    }
    try (Spine spine = open()) {
      spine.requireAgreement();
    }
  }

  @Test
  void aDeathDuringACatchUpWithWritesBesideItLosesNothing() throws IOException {
    storeOnly(Spine.items(0, N));
    Path copy = folder.resolve("after");
    try (Spine spine = open()) {
      spine.catalog.catchUp(
          done -> {
            if (!Files.exists(copy)) {
              spine.put(Spine.item(N, "good"));
              spine.index.commit(); // the worst moment for the version to be too high
              IndexFiles.copy(folder, copy);
            }
          });
    }
    try (Spine spine = new Spine(copy, embedder)) {
      assertThat(spine.catalog.behind()).isPositive();
      spine.catalog.catchUp(done -> {});
      spine.requireAgreement();
    }
  }

  @Test
  void anInterruptedCatchUpGoesOnAtTheNextOpeningWithTheVectorsItMade() {
    storeOnly(Spine.items(0, N));
    long done;
    try (Spine spine = open()) {
      spine.catalog.catchUp(n -> spine.catalog.stopCatchingUp());
      done = Spine.items(0, N).stream().filter(item -> embedded(spine, item)).count();
      assertThat(done).isBetween(1L, N - 1L);
      assertThat(spine.catalog.behind()).isEqualTo(N);
    }
    float[] marked = replaceVectors();
    try (Spine spine = open()) {
      assertThat(spine.catalog.behind()).isEqualTo(N);
      spine.catalog.catchUp(n -> {});
      spine.requireAgreement();
      try (IndexView view = spine.index.view()) {
        long kept =
            IntStream.range(0, N)
                .filter(o -> Arrays.equals(view.vector(o).orElseThrow(), marked))
                .count();
        assertThat(kept).as("taken from the store, not embedded again").isEqualTo(done);
      }
    }
  }

  @Test
  void aVectorIsMadeOnceForTheSameTextAcrossItemsAndRebuilds() {
    try (Spine spine = open()) {
      spine.put(Spine.item(0, "good film"));
      spine.put(Spine.item(1, "good film"));
      assertThat(embeddingRows()).isOne();
    }
    try (Spine spine = open()) {
      spine.put(Spine.item(0, "good film"));
      assertThat(embeddingRows()).isOne();
    }
  }

  @Test
  void anotherEmbedderEmbedsAllAnew() {
    try (Spine spine = open()) {
      spine.put(Spine.item(0, "good"), Spine.item(1, "bad"));
    }
    try (Spine spine = new Spine(folder, embedder, "other")) {
      assertThat(spine.catalog.behind()).isEqualTo(2);
      spine.catalog.catchUp(n -> {});
      spine.requireAgreement();
      assertThat(embeddingRows()).isEqualTo(4);
    }
    try (Spine spine = new Spine(folder, Optional.empty())) {
      spine.catalog.catchUp(n -> {});
      spine.requireAgreement();
    }
  }

  @Test
  void anIndexOfAnotherStoresFutureIsBuiltAnew() throws IOException {
    try (Spine spine = open()) {
      for (int i = 0; i < 5; i++) {
        spine.put(Spine.item(i, "good film " + i));
      }
    }
    try (var files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().contains("drago.db")).toList()) {
        Files.delete(file); // or an older copy was put back
      }
    }
    storeOnly(List.of(Spine.item(7, "bad")));
    try (Spine spine = open()) {
      assertThat(spine.catalog.behind()).isOne();
      spine.catalog.catchUp(n -> {});
      spine.requireAgreement();
      spine.put(Spine.item(8, "bad"));
      spine.requireAgreement();
    }
  }

  @Test
  void anItemThatCannotBeEmbeddedIsNotStored() {
    SentenceEmbedder broken = newEmbedder();
    broken.questionCentre().join();
    try (Spine spine = new Spine(folder, Optional.of(broken))) {
      spine.put(Spine.item(0, "good"));
      broken.close();
      assertThat(catchThrowable(() -> spine.put(Spine.item(1, "bad"), Spine.item(0, "film"))))
          .isNotNull();
      assertThat(spine.items.version()).isOne();
      spine.requireAgreement();
      assertThat(spine.catalog.delete("i0")).as("needs no embedder").isTrue();
      spine.requireAgreement();
    }
  }

  @Test
  void anItemThatTheIndexRefusesIsNotSkippedByTheWritesAfterIt() {
    Item odd = Spine.item(1, "bad");
    try (Spine spine = open()) {
      spine.put(Spine.item(0, "good"));
      spine.embeddings.put(
          List.of(new EmbeddingRepository.Entry(ItemText.of(odd), new float[] {1})));
      assertThat(catchThrowable(() -> spine.put(odd))).isInstanceOf(IllegalArgumentException.class);
      spine.put(Spine.item(2, "film"));
      assertThat(spine.catalog.snapshot().version()).isEqualTo(spine.items.version());
      assertThat(spine.catalog.behind()).as("it says so").isPositive();
    }
    Sql.execute(folder.resolve("drago.db"), "DELETE FROM embedding WHERE length(vector) = 4");
    try (Spine spine = open()) {
      assertThat(spine.catalog.behind()).isPositive();
      spine.catalog.catchUp(n -> {});
      spine.requireAgreement();
    }
  }

  @Test
  void anIndexBuiltAnewWhileItServesAgreesWithTheStoreAndMissesNoWrite() {
    try (Spine spine = open()) {
      spine.put(Spine.items(0, N).toArray(Item[]::new));
      long vectors = embeddingRows();
      AtomicInteger calls = new AtomicInteger();
      spine.catalog.rebuild(
          done -> {
            assertThat(spine.matching("*:*").length).isGreaterThanOrEqualTo(N - 2);
            if (calls.getAndIncrement() == 0) {
              spine.put(Spine.item(N, "good")); // new
              spine.put(Spine.item(3, "bad")); // done already
              spine.put(Spine.item(N - 1, "bad")); // still to come
              spine.catalog.delete("i5");
              spine.catalog.delete("i" + (N - 2));
              assertThat(spine.matching("bad")).containsExactly(3, N - 1);
            }
          });
      assertThat(calls.get()).isPositive();
      spine.requireAgreement();
      assertThat(embeddingRows()).as("vectors are not made again").isEqualTo(vectors + 2);
      spine.put(Spine.item(N + 1, "film"));
      spine.requireAgreement();
    }
    try (Spine spine = open()) {
      spine.requireAgreement();
    }
  }

  @Test
  void aRebuildThatIsStoppedChangesNothing() {
    try (Spine spine = open()) {
      spine.put(Spine.items(0, N).toArray(Item[]::new));
      assertThat(spine.catalog.rebuild(done -> {})).isTrue();
      assertThat(spine.catalog.rebuild(done -> spine.catalog.stopCatchingUp())).isFalse();
      spine.requireAgreement();
    }
    try (Spine spine = open()) {
      spine.requireAgreement();
    }
  }

  @Test
  void aBrokenIndexRefusesWritesButNothingIsLostAndTheNextCatchUpMendsIt() throws IOException {
    try (Spine spine = open()) {
      spine.put(Spine.items(0, 5).toArray(Item[]::new));
      spine.catalog.commit();
      deleteTree(folder.resolve("index"));
      assertThat(
              catchThrowable(
                  () -> {
                    spine.put(Spine.item(5, "bad"));
                    spine.catalog.commit();
                  }))
          .isInstanceOf(IndexException.class);
      assertThat(spine.catalog.isIndexBroken()).isTrue();
      assertThat(spine.matching("good").length).as("reads go on").isEqualTo(5);
      spine.catalog.catchUp(done -> {});
      assertThat(spine.catalog.isIndexBroken()).isFalse();
      spine.requireAgreement();
      spine.put(Spine.item(6, "bad"));
      spine.requireAgreement();
    }
  }

  private static void deleteTree(Path root) throws IOException {
    try (var tree = Files.walk(root)) {
      for (Path path : tree.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static boolean embedded(Spine spine, Item item) {
    return spine.embeddings.find(ItemText.of(item)).isPresent();
  }

  private long embeddingRows() {
    return Sql.number(folder.resolve("drago.db"), "SELECT COUNT(*) FROM embedding");
  }

  /** Replaces the vectors that are kept by one that no model would make. */
  private float[] replaceVectors() {
    float[] marked = new float[32];
    marked[31] = 1;
    byte[] bytes = new byte[32 * Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(marked);
    Sql.execute(folder.resolve("drago.db"), "UPDATE embedding SET vector = ?", bytes);
    return marked;
  }
}
