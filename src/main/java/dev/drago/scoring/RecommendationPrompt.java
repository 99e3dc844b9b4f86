package dev.drago.scoring;

import dev.drago.catalog.AttributeValue;
import dev.drago.catalog.CatalogSnapshot;
import dev.drago.catalog.Item;
import dev.drago.inference.ChatMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The question put to a language model: User History, Task, Reasoning, Recommendation.
 *
 * <p>What a model is told about a person is short, for it is read anew for each: the last items
 * they took and which values these have in common. The reasoning is counted, not generated.
 */
final class RecommendationPrompt {

  private static final int MOST_ITEMS = 15;
  private static final int MOST_VALUES = 6;

  private static final ChatMessage SYSTEM =
      ChatMessage.system(
          "You recommend items of a catalogue. You read what a person took and wants, and answer"
              + " with what they will take next.");

  private final StringBuilder text = new StringBuilder();

  private RecommendationPrompt() {}

  /**
   * The question for the one item that comes next, to be answered by its name.
   *
   * @param names of items, by ordinal
   */
  static List<ChatMessage> next(
      Profile profile, CatalogSnapshot catalog, IntFunction<String> names) {
    return new RecommendationPrompt()
        .history(profile, names)
        .task(profile, "Name the one item that this person takes next. Not one of the above.")
        .reasoning(profile, catalog)
        .ask("The name alone.");
  }

  /** The same about a person of whom nothing is known: what the model would name anyhow. */
  static List<ChatMessage> nextForAnyone() {
    Profile nobody = Profile.ofHistory(new int[0]);
    return next(nobody, CatalogSnapshot.empty(), o -> "");
  }

  /** The question which of some candidates comes next, to be answered by a letter. */
  static List<ChatMessage> choose(
      Profile profile,
      CatalogSnapshot catalog,
      IntFunction<String> names,
      List<Integer> candidates,
      List<String> letters) {
    StringBuilder list = new StringBuilder("Which of these does this person take next?");
    RecommendationPrompt prompt = new RecommendationPrompt().history(profile, names);
    prompt.reasoning(profile, catalog);
    for (int i = 0; i < candidates.size(); i++) {
      list.append('\n').append(letters.get(i)).append(". ").append(names.apply(candidates.get(i)));
    }
    return prompt.task(profile, list.toString()).ask("The letter alone.");
  }

  private RecommendationPrompt history(Profile profile, IntFunction<String> names) {
    int[] taken = profile.sequence();
    text.append("## User History\n");
    if (taken.length == 0) {
      text.append("Nothing is known.\n");
    }
    IntStream.of(taken)
        .skip(Math.max(0, taken.length - MOST_ITEMS))
        .forEach(o -> text.append("- ").append(names.apply(o)).append('\n'));
    if (profile.disliked().length > 0) {
      text.append("Did not like:\n");
      IntStream.of(profile.disliked())
          .limit(MOST_ITEMS)
          .forEach(o -> text.append("- ").append(names.apply(o)).append('\n'));
    }
    return this;
  }

  private RecommendationPrompt task(Profile profile, String task) {
    text.append("\n## Task\n").append(task).append('\n');
    profile.wish().ifPresent(wish -> text.append("They say: ").append(wish).append('\n'));
    return this;
  }

  /** The values that most of the last items have. */
  private RecommendationPrompt reasoning(Profile profile, CatalogSnapshot catalog) {
    int[] taken = profile.sequence();
    Map<String, Integer> counts = new LinkedHashMap<>();
    IntStream.of(taken)
        .skip(Math.max(0, taken.length - MOST_ITEMS))
        .forEach(o -> count(catalog.item(o), counts));
    List<String> shared = new ArrayList<>();
    counts.entrySet().stream()
        .filter(value -> value.getValue() > 1)
        .sorted(Comparator.comparingInt((Map.Entry<String, Integer> v) -> -v.getValue()))
        .limit(MOST_VALUES)
        .forEach(value -> shared.add("%s (%d)".formatted(value.getKey(), value.getValue())));
    if (!shared.isEmpty()) {
      text.append("\n## Reasoning\nIn what they took: ")
          .append(String.join(", ", shared))
          .append(".\n");
    }
    return this;
  }

  private static void count(Item item, Map<String, Integer> counts) {
    for (AttributeValue value : item.attributes().values()) {
      if (value instanceof AttributeValue.Keywords(List<String> keywords)) {
        keywords.forEach(keyword -> counts.merge(keyword, 1, Integer::sum));
      }
    }
  }

  private List<ChatMessage> ask(String form) {
    text.append("\n## Recommendation\n").append(form);
    return List.of(SYSTEM, ChatMessage.user(text.toString()));
  }
}
