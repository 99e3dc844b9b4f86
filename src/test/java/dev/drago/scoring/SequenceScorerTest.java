package dev.drago.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.inference.Deadline;
import dev.drago.inference.ModelSize;
import dev.drago.inference.SequenceRanker;
import dev.drago.llama.LlamaLibrary;
import dev.drago.llama.LlamaModel;
import dev.drago.llama.ModelOptions;
import dev.drago.llama.TinyModels;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Slots of the model become ordinals of the catalogue and back; the ranker itself is the oracle.
 */
class SequenceScorerTest {

  private static final int[] NONE = {};

  @TempDir static Path models;
  @TempDir Path directory;

  private static SequenceRanker ranker;

  private Shelf shelf;
  private SequenceScorer scorer;

  /** The model knows a, b, c, d and later, in this order of slots. */
  @BeforeAll
  static void load() {
    LlamaLibrary library = LlamaLibrary.open(Optional.empty(), models);
    Path file =
        TinyModels.sequenceModel(
            models.resolve("m.gguf"), List.of("a", "b", "c", "d", "later"), 21);
    ranker =
        new SequenceRanker(
            List.of(LlamaModel.load(library, file, ModelOptions.DEFAULT)),
            new SequenceRanker.Options(new ModelSize(1, 1, 1), 16, 1 << 20));
  }

  @AfterAll
  static void unload() {
    ranker.close();
  }

  /** The catalogue has them in another order, with one the model never saw. */
  @BeforeEach
  void fill() {
    shelf = new Shelf(directory).add("c", "unseen", "a", "d", "b");
    scorer = new SequenceScorer(ranker);
  }

  @AfterEach
  void close() {
    shelf.close();
  }

  @Test
  void anItemGetsTheLogProbabilityOfItsTokenAndOneWithoutGetsNone() {
    float[] bySlot = rank("a", "c");

    float[] row = shelf.score(scorer, Profile.ofHistory(shelf.ordinals("a", "c")));

    assertThat(row).containsExactly(bySlot[slot("c")], Float.NaN, bySlot[0], bySlot[3], bySlot[1]);
  }

  @Test
  void historyThatTheModelDoesNotKnowIsPassedOver() {
    float[] row = shelf.score(scorer, Profile.ofHistory(shelf.ordinals("unseen", "a", "unseen")));

    assertThat(row[2]).isEqualTo(rank("a")[slot("a")]);
  }

  @Test
  void ofSomebodyNoneOfWhoseItemsItKnowsItHasNoOpinion() {
    assertThat(shelf.score(scorer, Profile.ofHistory(shelf.ordinals("unseen"))))
        .hasSize(5)
        .containsOnly(Float.NaN);
  }

  @Test
  void ofAStrangerItSaysWhatPeopleStartWith() {
    float[] row = shelf.score(scorer, Profile.ofHistory(NONE));

    assertThat(row[4]).isEqualTo(rank()[slot("b")]);
  }

  @Test
  void whatIsLikedIsTheNewestPartOfTheHistory() {
    Profile liking =
        new Profile(
            shelf.ordinals("a"), shelf.ordinals("d"), shelf.ordinals("b"), Optional.empty());

    assertThat(shelf.score(scorer, liking)[0]).isEqualTo(rank("a", "d")[slot("c")]);
  }

  @Test
  void aDeletedItemIsNeitherScoredNorRead() {
    int deleted = shelf.ordinals("a")[0];
    shelf.score(scorer, Profile.ofHistory(NONE));
    shelf.delete("a");

    float[] row =
        shelf.score(scorer, Profile.ofHistory(new int[] {deleted, shelf.ordinals("c")[0]}));

    assertThat(row[deleted]).isNaN();
    assertThat(row[4]).isEqualTo(rank("c")[slot("b")]);
  }

  @Test
  void anItemAddedLaterIsScoredAndReadFromThenOn() {
    shelf.score(scorer, Profile.ofHistory(NONE));
    shelf.add("later");

    float[] row = shelf.score(scorer, Profile.ofHistory(shelf.ordinals("later")));

    assertThat(row).hasSize(6);
    assertThat(row[5]).isEqualTo(rank("later")[slot("later")]);
  }

  @Test
  void anItemDeletedAndMadeAgainIsScoredAgain() {
    shelf.delete("a");
    shelf.score(scorer, Profile.ofHistory(NONE));
    shelf.add("a");

    float[] row = shelf.score(scorer, Profile.ofHistory(NONE));

    assertThat(row[2]).isNaN();
    assertThat(row[5]).isEqualTo(rank()[slot("a")]);
  }

  @Test
  void aCatalogueTheModelKnowsNothingOfIsLeftWithoutOpinion() {
    try (Shelf other = new Shelf(directory.resolve("other")).add("x", "y")) {
      assertThat(other.score(scorer, Profile.ofHistory(other.ordinals("x"))))
          .containsOnly(Float.NaN);
      assertThat(other.score(scorer, Profile.ofHistory(NONE))).containsOnly(Float.NaN);
    }
    try (Shelf empty = new Shelf(directory.resolve("empty"))) {
      assertThat(empty.score(scorer, Profile.ofHistory(NONE))).isEmpty();
    }
  }

  private static int slot(String id) {
    return ranker.items().slot(id).orElseThrow();
  }

  private static float[] rank(String... ids) {
    int[] slots = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      slots[i] = slot(ids[i]);
    }
    return ranker.rank(slots, Deadline.none()).join();
  }
}
