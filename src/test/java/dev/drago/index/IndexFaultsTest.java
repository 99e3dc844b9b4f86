package dev.drago.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drago.file.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Damage on disk, a disk that fails, and an index that is replaced while it serves. */
@Timeout(120)
class IndexFaultsTest {

  private static final float[] EAST = {1, 0};
  private static final float[] NORTH = {0, 1};

  @TempDir Path temporary;

  private Path sound() {
    Path folder = temporary.resolve("sound");
    try (Corpus corpus = new Corpus(folder)) {
      corpus.put(0, Corpus.item("a", "Alpha", ""), EAST);
      corpus.put(1, Corpus.item("b", "Beta", ""), NORTH);
      corpus.delete(0, "a");
      corpus.put(2, Corpus.item("c", "Gamma", ""), EAST);
    }
    return folder;
  }

  /** Empty or as it was: what is found must never be something else. */
  private static void requireEmptyOrWhole(Path folder, String how) {
    try (Corpus corpus = new Corpus(folder)) {
      if (corpus.index.version() == -1) {
        assertThat(corpus.matching("*:*")).as(how).isEmpty();
        corpus.put(0, Corpus.item("a", "Alpha", ""), EAST); // and it works
        assertThat(corpus.matching("alpha")).as(how).containsExactly(0);
      } else {
        assertThat(corpus.index.version()).as(how).isEqualTo(3);
        assertThat(corpus.matching("*:*")).as(how).containsExactly(1, 2);
        try (IndexView view = corpus.index.view()) {
          assertThat(view.vector(2).orElseThrow()).as(how).containsExactly(EAST);
        }
      }
    }
  }

  @Test
  void aFlippedBitAnywhereStartsEmpty() throws IOException {
    Path sound = sound();
    int empty = 0;
    int tried = 0;
    for (Path file : IndexFiles.of(sound)) {
      for (double where : new double[] {0, 0.3, 0.7, 1}) {
        Path copy = temporary.resolve("flip-" + tried++);
        IndexFiles.copy(sound, copy);
        Path spoiled = copy.resolve(sound.relativize(file).toString());
        byte[] bytes = Files.readAllBytes(spoiled);
        bytes[(int) (where * (bytes.length - 1))] ^= 0x10;
        Files.write(spoiled, bytes);
        requireEmptyOrWhole(copy, "a bit of " + file.getFileName() + " at " + where);
        try (Corpus corpus = new Corpus(copy)) {
          empty += corpus.index.version() < 3 ? 1 : 0;
        }
      }
    }
    assertThat(tried).isGreaterThan(10);
    assertThat(empty).as("every one was noticed").isEqualTo(tried);
  }

  @Test
  void aFileCutShortOrMissingStartsEmpty() throws IOException {
    Path sound = sound();
    int tried = 0;
    for (Path file : IndexFiles.of(sound)) {
      for (int left : new int[] {-1, 0, 1, (int) Files.size(file) - 1}) {
        Path copy = temporary.resolve("cut-" + tried++);
        IndexFiles.copy(sound, copy);
        Path spoiled = copy.resolve(sound.relativize(file).toString());
        byte[] bytes = Files.readAllBytes(spoiled);
        Files.delete(spoiled);
        if (left >= 0) {
          Files.write(spoiled, java.util.Arrays.copyOf(bytes, left));
        }
        requireEmptyOrWhole(copy, left + " bytes of " + file.getFileName());
      }
    }
  }

  @Test
  void aFolderLostUnderTheWriterBreaksItAndASuccessorMends() throws IOException {
    Path folder = temporary.resolve("lost");
    try (Corpus corpus = new Corpus(folder)) {
      corpus.put(0, Corpus.item("a", "Alpha", ""), EAST);
      Folders.delete(folder);
      assertThatThrownBy(
              () -> {
                corpus.put(1, Corpus.item("b", "Beta", ""), NORTH);
                corpus.index.commit();
              })
          .isInstanceOf(IndexException.class)
          .hasMessageStartingWith("the index could not be ");
      assertThat(corpus.index.isBroken()).isTrue();
      assertThat(corpus.matching("alpha")).as("what was visible stays so").containsExactly(0);
      ItemIndex next = corpus.index.successor();
      assertThat(next.version()).isEqualTo(-1);
      next.apply(List.of(new ItemIndex.Entry(1, "b", Corpus.item("b", "Beta", ""), NORTH)), 7);
      corpus.index.promote(next);
      corpus.index.closeSuccessor(next);
      assertThat(corpus.index.isBroken()).isFalse();
      assertThat(corpus.matching("*:*")).containsExactly(1);
      corpus.put(2, Corpus.item("c", "Gamma", ""), EAST);
      assertThat(corpus.matching("*:*")).containsExactly(1, 2);
    }
  }

  @Test
  void aSuccessorServesFromTheMomentOfItsPromotion() throws IOException {
    Path folder = sound();
    try (Corpus corpus = new Corpus(folder)) {
      ItemIndex next = corpus.index.successor();
      next.apply(List.of(new ItemIndex.Entry(5, "e", Corpus.item("e", "Epsilon", ""), EAST)), 9);
      assertThat(corpus.matching("*:*")).containsExactly(1, 2);
      try (IndexView before = corpus.index.view()) {
        corpus.index.promote(next);
        corpus.index.closeSuccessor(next);
        assertThat(before.ordinals(Filter.everything()).stream()).containsExactly(1, 2);
        assertThat(before.vector(2).orElseThrow()).containsExactly(EAST);
      }
      assertThat(corpus.matching("*:*")).containsExactly(5);
      assertThat(corpus.index.version()).isEqualTo(9);
      try (var entries = Files.list(folder)) {
        assertThat(entries.map(path -> path.getFileName().toString()))
            .as("nothing is left of the one before")
            .containsExactlyInAnyOrder("2", "current");
      }
    }
    try (Corpus corpus = new Corpus(folder)) {
      assertThat(corpus.index.version()).isEqualTo(9);
      assertThat(corpus.matching("*:*")).containsExactly(5);
    }
  }

  @Test
  void aSuccessorGivenUpOrLeftByAProcessThatDiedChangesNothing() throws IOException {
    Path folder = sound();
    Path died = temporary.resolve("died");
    try (Corpus corpus = new Corpus(folder)) {
      ItemIndex next = corpus.index.successor();
      next.apply(List.of(new ItemIndex.Entry(5, "e", Corpus.item("e", "Epsilon", ""), EAST)), 9);
      next.commit();
      IndexFiles.copy(folder, died);
      corpus.index.closeSuccessor(next);
      assertThat(corpus.matching("*:*")).containsExactly(1, 2);
      assertThat(folder.resolve("2")).doesNotExist();
    }
    try (Corpus corpus = new Corpus(died)) {
      assertThat(corpus.index.version()).isEqualTo(3);
      assertThat(corpus.matching("*:*")).containsExactly(1, 2);
      assertThat(died.resolve("2")).doesNotExist();
    }
  }

  @Test
  void readersNeverMissATurnWhileSuccessorsFollowOneAnother() throws Exception {
    try (Corpus corpus = new Corpus(temporary.resolve("many"));
        var threads = Executors.newFixedThreadPool(2)) {
      corpus.put(0, Corpus.item("a", "Alpha", ""), EAST);
      AtomicBoolean done = new AtomicBoolean();
      List<Future<?>> readers = new ArrayList<>();
      for (int r = 0; r < 2; r++) {
        readers.add(
            threads.submit(
                () -> {
                  while (!done.get()) {
                    assertThat(corpus.matching("alpha")).containsExactly(0);
                  }
                }));
      }
      for (int n = 1; n <= 20; n++) {
        ItemIndex next = corpus.index.successor();
        next.apply(List.of(new ItemIndex.Entry(0, "a", Corpus.item("a", "Alpha", ""), EAST)), n);
        corpus.index.promote(next);
        corpus.index.closeSuccessor(next);
      }
      done.set(true);
      for (Future<?> reader : readers) {
        reader.get();
      }
    }
  }

  @Test
  void anIndexOfTheTimeBeforeGenerationsIsBuiltAnew() throws IOException {
    Path folder = sound();
    for (Path file : IndexFiles.of(folder)) {
      Files.move(file, folder.resolve(file.getFileName()));
    }
    try (Corpus corpus = new Corpus(folder)) {
      assertThat(corpus.index.version()).isEqualTo(-1);
      assertThat(folder.resolve("segments_1")).doesNotExist();
    }
  }

  @Test
  void aFileThatNamesNoIndexStartsEmpty() throws IOException {
    Path folder = sound();
    for (String name : new String[] {"", "..", "1/../1", "0", "-1", "99999999999", "2"}) {
      Files.writeString(folder.resolve("current"), name);
      try (Corpus corpus = new Corpus(folder)) {
        assertThat(corpus.index.version()).as(name).isEqualTo(-1);
        corpus.put(0, Corpus.item("a", "Alpha", ""), EAST);
        assertThat(corpus.matching("alpha")).as(name).containsExactly(0);
        assertThat(corpus.index.bytes()).isPositive();
      }
    }
  }
}
