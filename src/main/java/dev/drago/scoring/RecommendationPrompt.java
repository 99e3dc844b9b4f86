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
 *
 * <p>Models are fine-tuned on the same question, in several {@link Phrasing phrasings}, and asked
 * with the {@link Phrasing#served served} one.
 */
public final class RecommendationPrompt {

  /** So many of the last items a model is told of. */
  public static final int MOST_ITEMS = 15;

  private static final int MOST_VALUES = 6;

  private final Phrasing words;
  private final StringBuilder text = new StringBuilder();

  private RecommendationPrompt(Phrasing words) {
    this.words = words;
  }

  /**
   * The question for the one item that comes next, to be answered by its name.
   *
   * @param names of items, by ordinal
   */
  static List<ChatMessage> next(
      Profile profile, CatalogSnapshot catalog, IntFunction<String> names) {
    return next(Phrasing.served(), profile, catalog, names);
  }

  /**
   * The same in other words.
   *
   * @param names of items, by ordinal
   */
  public static List<ChatMessage> next(
      Phrasing words, Profile profile, CatalogSnapshot catalog, IntFunction<String> names) {
    return new RecommendationPrompt(words)
        .history(profile, names)
        .task(profile, words.next())
        .reasoning(profile, catalog)
        .ask(words.form());
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
    RecommendationPrompt prompt =
        new RecommendationPrompt(Phrasing.served()).history(profile, names);
    prompt.reasoning(profile, catalog);
    for (int i = 0; i < candidates.size(); i++) {
      list.append('\n').append(letters.get(i)).append(". ").append(names.apply(candidates.get(i)));
    }
    return prompt.task(profile, list.toString()).ask("The letter alone.");
  }

  private void heading(String heading) {
    text.append("## ").append(heading).append('\n');
  }

  private RecommendationPrompt history(Profile profile, IntFunction<String> names) {
    int[] taken = profile.sequence();
    heading(words.history());
    if (taken.length == 0) {
      text.append(words.nothing()).append('\n');
    }
    IntStream.of(taken)
        .skip(Math.max(0, taken.length - MOST_ITEMS))
        .forEach(o -> text.append("- ").append(names.apply(o)).append('\n'));
    if (profile.disliked().length > 0) {
      text.append(words.disliked()).append('\n');
      IntStream.of(profile.disliked())
          .limit(MOST_ITEMS)
          .forEach(o -> text.append("- ").append(names.apply(o)).append('\n'));
    }
    return this;
  }

  private RecommendationPrompt task(Profile profile, String task) {
    text.append('\n');
    heading(words.task());
    text.append(task).append('\n');
    profile
        .wish()
        .ifPresent(wish -> text.append(words.wish()).append(' ').append(wish).append('\n'));
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
      text.append('\n');
      heading(words.reasoning());
      text.append(words.shared()).append(' ').append(String.join(", ", shared)).append(".\n");
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
    text.append('\n');
    heading(words.recommendation());
    text.append(form);
    return List.of(ChatMessage.system(words.system()), ChatMessage.user(text.toString()));
  }
}
