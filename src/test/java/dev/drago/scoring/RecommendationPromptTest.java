package dev.drago.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.catalog.AttributeValue;
import dev.drago.catalog.CatalogSnapshot;
import dev.drago.catalog.CatalogSnapshot.Change;
import dev.drago.catalog.Item;
import dev.drago.inference.ChatMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Models are trained on these words, and asked with them: no word may change unseen. */
class RecommendationPromptTest {

  private static final String SYSTEM =
      "You recommend items of a catalogue. You read what a person took and wants, and answer with"
          + " what they will take next.";

  private final CatalogSnapshot films =
      CatalogSnapshot.empty()
          .with(
              IntStream.range(0, 5)
                  .mapToObj(o -> new Change(o, "f" + o, film("f" + o, o < 2 ? "Horror" : "Drama")))
                  .toList(),
              1);

  private static Item film(String id, String genre) {
    return new Item(
        id, "Film " + id, "", Map.of("genres", new AttributeValue.Keywords(List.of(genre))));
  }

  private String name(int ordinal) {
    return films.item(ordinal).title();
  }

  @Test
  void theServedQuestionIsWordForWordThis() {
    Profile profile =
        new Profile(new int[] {0, 1, 2}, new int[] {3}, new int[] {4}, Optional.of("scary"));
    assertThat(RecommendationPrompt.next(profile, films, this::name))
        .containsExactly(
            ChatMessage.system(SYSTEM),
            ChatMessage.user(
                """
                ## User History
                - Film f0
                - Film f1
                - Film f2
                - Film f3
                Did not like:
                - Film f4

                ## Task
                Name the one item that this person takes next. Not one of the above.
                They say: scary

                ## Reasoning
                In what they took: Horror (2), Drama (2).

                ## Recommendation
                The name alone."""));
  }

  @Test
  void theQuestionAboutNobodyIsWordForWordThis() {
    assertThat(RecommendationPrompt.nextForAnyone())
        .containsExactly(
            ChatMessage.system(SYSTEM),
            ChatMessage.user(
                """
                ## User History
                Nothing is known.

                ## Task
                Name the one item that this person takes next. Not one of the above.

                ## Recommendation
                The name alone."""));
  }

  @Test
  void theQuestionForALetterIsWordForWordThis() {
    assertThat(
            RecommendationPrompt.choose(
                Profile.ofHistory(new int[] {0, 1}),
                films,
                this::name,
                List.of(2, 3),
                List.of("A", "B")))
        .containsExactly(
            ChatMessage.system(SYSTEM),
            ChatMessage.user(
                """
                ## User History
                - Film f0
                - Film f1

                ## Reasoning
                In what they took: Horror (2).

                ## Task
                Which of these does this person take next?
                A. Film f2
                B. Film f3

                ## Recommendation
                The letter alone."""));
  }
}
