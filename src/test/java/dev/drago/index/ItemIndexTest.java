package dev.drago.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drago.catalog.AttributeValue.Keywords;
import dev.drago.catalog.Item;
import dev.drago.index.IndexView.Hit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Changes, views, commits and what can go wrong with a folder. */
@Timeout(60)
class ItemIndexTest {

  private static final float[] EAST = {1, 0};
  private static final float[] NORTH = {0, 1};

  @TempDir Path folder;

  @Test
  void anEmptyIndexAnswersEverythingWithNothing() {
    try (Corpus corpus = new Corpus(folder);
        IndexView view = corpus.index.view()) {
      assertThat(corpus.index.version()).isEqualTo(-1);
      assertThat(view.size()).isZero();
      assertThat(view.nearest(EAST, 3, Filter.everything())).isEmpty();
      assertThat(view.nearestByGraph(EAST, 3, Filter.everything())).isEmpty();
      assertThat(view.keyword("word", 3, Filter.everything())).isEmpty();
      assertThat(view.hybrid("word", EAST, 3, Filter.everything())).isEmpty();
      assertThat(view.ordinals(Filter.everything()).isEmpty()).isTrue();
      assertThat(view.vector(0)).isEmpty();
      assertThat(view.mean(2)).containsExactly(0, 0);
    }
  }

  @Test
  void aChangeIsSeenAfterRefreshAndNotBefore() {
    try (Corpus corpus = new Corpus(folder)) {
      Item item = Corpus.item("a", "Alpha", "");
      corpus.index.apply(List.of(new ItemIndex.Entry(0, "a", item, EAST)), 1);
      assertThat(corpus.matching("alpha")).isEmpty();
      corpus.index.refresh();
      assertThat(corpus.matching("alpha")).containsExactly(0);
    }
  }

  @Test
  void anUpdateReplacesAndADeletionRemoves() {
    try (Corpus corpus = new Corpus(folder)) {
      corpus.put(0, Corpus.item("a", "Alpha", Map.of("g", new Keywords(List.of("old")))), EAST);
      corpus.put(1, Corpus.item("b", "Beta", ""), EAST);
      corpus.put(0, Corpus.item("a", "Omega", Map.of("g", new Keywords(List.of("new")))), NORTH);
      assertThat(corpus.matching("alpha")).isEmpty();
      assertThat(corpus.matching("g:old")).isEmpty();
      assertThat(corpus.matching("omega AND g:new")).containsExactly(0);
      try (IndexView view = corpus.index.view()) {
        assertThat(view.vector(0).orElseThrow()).containsExactly(NORTH);
        assertThat(view.size()).isEqualTo(2);
      }
      corpus.delete(0, "a");
      corpus.delete(7, "never there");
      assertThat(corpus.matching("*:*")).containsExactly(1);
      try (IndexView view = corpus.index.view()) {
        assertThat(view.vector(0)).isEmpty();
        assertThat(view.nearest(NORTH, 5, Filter.everything()))
            .extracting(Hit::ordinal)
            .containsExactly(1);
      }
    }
  }

  @Test
  void idsThatDifferByCaseAreDifferentItems() {
    try (Corpus corpus = new Corpus(folder)) {
      corpus.put(0, Corpus.item("a", "Lower", ""));
      corpus.put(1, Corpus.item("A", "Upper", ""));
      corpus.delete(0, "a");
      assertThat(corpus.matching("*:*")).containsExactly(1);
    }
  }

  @Test
  void aViewStaysAsItWasWhileTheIndexChanges() {
    try (Corpus corpus = new Corpus(folder)) {
      corpus.put(0, Corpus.item("a", "Alpha", ""), EAST);
      corpus.put(1, Corpus.item("b", "Beta", ""), NORTH);
      try (IndexView before = corpus.index.view()) {
        corpus.put(0, Corpus.item("a", "Omega", ""), NORTH);
        corpus.delete(1, "b");
        corpus.put(2, Corpus.item("c", "Gamma", ""), EAST);
        corpus.index.merge();
        corpus.index.commit();
        assertThat(before.size()).isEqualTo(2);
        assertThat(before.ordinals(Filter.everything()).stream()).containsExactly(0, 1);
        assertThat(before.vector(0).orElseThrow()).containsExactly(EAST);
        assertThat(before.keyword("alpha", 3, Filter.everything())).hasSize(1);
        assertThat(before.keyword("gamma", 3, Filter.everything())).isEmpty();
      }
      assertThat(corpus.matching("*:*")).containsExactly(0, 2);
    }
  }

  @Test
  void viewsUnderAWriterAreEachOfOneMoment() throws Exception {
    try (Corpus corpus = new Corpus(folder);
        var threads = Executors.newFixedThreadPool(2)) {
      int pairs = 20;
      AtomicBoolean done = new AtomicBoolean();
      Runnable reader =
          () -> {
            while (!done.get()) {
              try (IndexView view = corpus.index.view()) {
                for (int o : view.ordinals(Filter.everything()).stream().toArray()) {
                  float twin = view.vector(o ^ 1).orElseThrow()[0];
                  assertThat(view.vector(o).orElseThrow()[0]).isEqualTo(twin);
                }
              }
            }
          };
      List<Future<?>> readers = List.of(threads.submit(reader), threads.submit(reader));
      for (int round = 1; round <= 80; round++) {
        int o = 2 * (round % pairs);
        float[] both = {round, 1};
        corpus.index.apply(
            List.of(
                new ItemIndex.Entry(o, "" + o, Corpus.item("" + o, "A", ""), both),
                new ItemIndex.Entry(o + 1, "" + (o + 1), Corpus.item("" + (o + 1), "B", ""), both)),
            round);
        corpus.index.refresh();
      }
      done.set(true);
      for (Future<?> result : readers) {
        result.get();
      }
    }
  }

  @Test
  void whatWasCommittedIsThereAfterOpeningWithItsVersion() {
    try (Corpus corpus = new Corpus(folder)) {
      corpus.put(3, Corpus.item("a", "Alpha", ""), EAST);
      corpus.index.apply(List.of(), 41);
    } // closing commits
    try (Corpus corpus = new Corpus(folder)) {
      assertThat(corpus.index.version()).isEqualTo(41);
      assertThat(corpus.matching("alpha")).containsExactly(3);
      try (IndexView view = corpus.index.view()) {
        assertThat(view.vector(3).orElseThrow()).containsExactly(EAST);
      }
    }
  }

  @Test
  void aProcessThatDiesLeavesTheLastCommit() throws IOException {
    Path copy = folder.resolve("after");
    try (Corpus corpus = new Corpus(folder.resolve("live"))) {
      corpus.put(0, Corpus.item("a", "Alpha", ""), EAST);
      corpus.index.commit();
      corpus.put(1, Corpus.item("b", "Beta", ""), NORTH);
      IndexFiles.copy(folder.resolve("live"), copy);
    }
    try (Corpus corpus = new Corpus(copy)) {
      assertThat(corpus.index.version()).isZero();
      assertThat(corpus.matching("*:*")).containsExactly(0);
    }
  }

  @Test
  void anotherEmbedderStartsEmptyAlsoWithAnotherDimension() {
    try (Corpus corpus = new Corpus(folder, "embedder-1")) {
      corpus.put(0, Corpus.item("a", "Alpha", ""), EAST);
    }
    float[] long3 = {0, 0, 1};
    try (Corpus corpus = new Corpus(folder, "embedder-2")) {
      assertThat(corpus.index.version()).isEqualTo(-1);
      assertThat(corpus.matching("*:*")).isEmpty();
      corpus.put(0, Corpus.item("a", "Alpha", ""), long3);
    }
    try (Corpus corpus = new Corpus(folder, "embedder-2")) {
      assertThat(corpus.index.version()).isZero();
      try (IndexView view = corpus.index.view()) {
        assertThat(view.vector(0).orElseThrow()).containsExactly(long3);
      }
    }
  }

  @Test
  void aVectorOfAnotherDimensionIsRefusedAndSpoilsNothing() {
    try (Corpus corpus = new Corpus(folder)) {
      corpus.put(0, Corpus.item("a", "Alpha", ""), EAST);
      assertThatThrownBy(() -> corpus.put(0, Corpus.item("a", "Omega", ""), new float[] {0, 0, 1}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("'a'", "3", "2");
      corpus.put(1, Corpus.item("b", "Beta", ""), NORTH);
      assertThat(corpus.index.version()).isEqualTo(1);
      assertThat(corpus.matching("alpha")).containsExactly(0);
      assertThat(corpus.matching("omega")).isEmpty();
    }
    try (Corpus corpus = new Corpus(folder)) {
      assertThat(corpus.matching("*:*")).containsExactly(0, 1);
    }
  }

  @Test
  void aLargeEmbeddersVectorsAreTaken() {
    float[] wide = new float[4_096];
    Arrays.fill(wide, 1 / 64f);
    try (Corpus corpus = new Corpus(folder)) {
      corpus.put(0, Corpus.item("a", "Alpha", ""), wide);
    }
    try (Corpus corpus = new Corpus(folder);
        IndexView view = corpus.index.view()) {
      assertThat(view.vector(0).orElseThrow()).containsExactly(wide);
      assertThat(view.nearestByGraph(wide, 1, Filter.everything()).getFirst().score()).isEqualTo(1);
    }
  }

  @Test
  void textsAtTheirLongestAreTaken() {
    Item item =
        new Item(
            "i".repeat(Item.MAX_ID),
            "👩".repeat(Item.MAX_TITLE / 2),
            "x".repeat(Item.MAX_TEXT),
            Map.of("g", new Keywords(List.of("\uFDFA".repeat(1_000)))));
    try (Corpus corpus = new Corpus(folder)) {
      corpus.put(0, item);
      assertThat(corpus.matching("id:" + item.id())).containsExactly(0);
    }
  }

  @Test
  void aFolderInUseIsRefusedWithASentence() {
    Corpus first = new Corpus(folder);
    assertThatThrownBy(() -> new Corpus(folder).close())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("the index in %s".formatted(folder))
        .hasMessageContaining("in use");
    first.close();
    new Corpus(folder).close();
  }
}
