package dev.drago.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.drago.inference.ChatModel;
import dev.drago.inference.TinyChat;
import dev.drago.inference.Turns;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a computation of the same small model in doubles, written for the tests. */
class ItemTokenScorerTest {

  private static final List<String> WITH_TOKEN = List.of("up", "heat", "alien", "of-elsewhere");

  @TempDir static Path models;
  @TempDir Path folder;

  private static TinyChat tiny;
  private static ChatModel model;

  private Shelf shelf;

  @BeforeAll
  static void load() {
    tiny = new TinyChat(models, WITH_TOKEN, 11);
    model = tiny.open(new ChatModel.Options(1024, 4096, 1, 64));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @BeforeEach
  void fill() {
    shelf = new Shelf(folder);
    for (String id : List.of("alien", "heat", "new", "up")) {
      shelf.add(Shelf.item(id, "The film " + id), new float[0]);
    }
  }

  @Test
  void theHistoryIsToldInTokensAndEveryItemThatHasOneGetsTheModelsLogProbability() {
    Profile profile = Profile.ofHistory(new int[] {1, 0});
    int[] prompt =
        model.promptTokens(
            RecommendationPrompt.next(
                profile,
                shelf.catalog(),
                o -> "<item:%s>".formatted(shelf.catalog().item(o).id())));
    assertThat(Arrays.stream(prompt).filter(token -> token >= TinyChat.FIRST_ITEM))
        .as("heat, then alien")
        .containsExactly(TinyChat.FIRST_ITEM + 1, TinyChat.FIRST_ITEM + 2);

    double[] expected = tiny.logProbabilities(prompt);
    float[] row = shelf.score(new ItemTokenScorer(model), profile);

    assertThat((double) row[0]).isCloseTo(expected[TinyChat.FIRST_ITEM + 2], within(0.01));
    assertThat((double) row[1]).isCloseTo(expected[TinyChat.FIRST_ITEM + 1], within(0.01));
    assertThat(row[2]).as("it has no token").isNaN();
    assertThat((double) row[3]).isCloseTo(expected[TinyChat.FIRST_ITEM], within(0.01));
  }

  @Test
  void itIsAskedOnlyWhereSomebodyNamesItAlsoWhenItCoversNewItems() {
    Scorer scorer = new ItemTokenScorer(model);
    assertThat(scorer.name()).isEqualTo("generative");
    assertThat(scorer.isOnDemand()).isTrue();
    assertThat(
            new NewItems(scorer, new TextNeighbours(shelf::view), Turns.ofProcessors())
                .isOnDemand())
        .isTrue();
  }
}
