package dev.drago.conversation;

import dev.drago.conversation.Statement.OfAttribute;
import dev.drago.conversation.Statement.OfItem;
import dev.drago.conversation.Statement.OfMood;
import dev.drago.conversation.Statement.OfPosition;
import dev.drago.conversation.Statement.OfRange;
import dev.drago.conversation.Statement.OfWish;
import dev.drago.index.Filter;
import dev.drago.index.ItemIndex;
import dev.drago.recommend.RecommendationRequest;
import dev.drago.recommend.Steering;
import dev.drago.recommend.Steering.Boost;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What stands in a session, as a ranking can use it.
 *
 * <p>Hard is what can be checked: values and ranges. Every recommended item has every wanted value
 * and none of the unwanted ones. Several wanted values of one attribute are all asked of an item
 * where items usually have several ("a comedy", then "romantic": both genres), and are alternatives
 * where they have one (two directors: either). So are ranges wanted in one turn.
 *
 * <p>Soft is what is a matter of degree: likes, moods and wishes. A mood lifts the items that have
 * the values which go with it; an unwanted one lowers them. A wanted mood is also looked for by its
 * description, unless there are liked items and it has values: the ten words of a description would
 * speak louder than the likes, and "like Alien, but funnier" would forget Alien.
 */
final class Wants {

  /**
   * What a mood lifts the items by that have its values, in standard deviations: something funny
   * and a little like Alien comes before what is a little more like Alien and not funny.
   */
  static final double WANTED = 2;

  /** Whoever says "not scary" does not want to see the scariest of all because it fits so well. */
  static final double UNWANTED = -4;

  private final ItemIndex index;
  private final Moods moods;
  private final AttributeUse use;

  Wants(ItemIndex index, Moods moods, AttributeUse use) {
    this.index = index;
    this.moods = moods;
    this.use = use;
  }

  /** Whether a statement is a condition, which items meet or not. */
  static boolean isHard(Statement statement) {
    return switch (statement) {
      case OfAttribute s -> true;
      case OfRange s -> true;
      case OfItem s -> false;
      case OfPosition s -> false;
      case OfMood s -> false;
      case OfWish s -> false;
    };
  }

  /** The items that meet all hard statements. */
  Filter condition(Collection<Said> said) {
    return combined(said, this::filter, Filter::all, Filter::any);
  }

  /**
   * What meets all hard statements, of what meets each.
   *
   * @param met what meets one statement
   * @param all what meets every one of some conditions, of none everything
   * @param any what meets one of some conditions; there is at least one
   */
  <C> C combined(
      Collection<Said> said,
      Function<Statement, C> met,
      Function<List<C>, C> all,
      Function<List<C>, C> any) {
    List<C> conditions = new ArrayList<>();
    Map<String, List<C>> values = new LinkedHashMap<>();
    Map<String, List<OfRange>> ranges = new LinkedHashMap<>();
    for (Said one : said) {
      switch (one.statement()) {
        case OfAttribute s when s.wanted() ->
            values.computeIfAbsent(s.attribute(), a -> new ArrayList<>()).add(met.apply(s));
        case OfAttribute s -> conditions.add(met.apply(s));
        case OfRange s when s.wanted() ->
            ranges.computeIfAbsent(s.attribute(), a -> new ArrayList<>()).add(s);
        case OfRange s -> conditions.add(met.apply(s));
        case OfItem s -> {}
        case OfPosition s -> {}
        case OfMood s -> {}
        case OfWish s -> {}
      }
    }
    values.forEach(
        (attribute, wanted) ->
            conditions.add((use.hasSeveral(attribute) ? all : any).apply(wanted)));
    ranges.forEach(
        (attribute, wanted) ->
            conditions.add(
                any.apply(
                    alternatives(wanted).stream()
                        .map(ends -> all.apply(ends.stream().<C>map(met).toList()))
                        .toList())));
    return all.apply(conditions);
  }

  private Filter filter(Statement statement) {
    return switch (statement) {
      case OfAttribute s -> wanted(index.value(s.attribute(), s.value()), s.wanted());
      case OfRange s -> wanted(index.range(s.attribute(), s.from(), s.to()), s.wanted());
      case OfItem s -> Filter.everything();
      case OfPosition s -> Filter.everything();
      case OfMood s -> Filter.everything();
      case OfWish s -> Filter.everything();
    };
  }

  private static Filter wanted(Filter filter, boolean wanted) {
    return wanted ? filter : filter.negated();
  }

  /** Two ends that were said apart are both asked for; what else there is are alternatives. */
  private static List<List<OfRange>> alternatives(List<OfRange> ranges) {
    Optional<OfRange> low = ranges.stream().filter(r -> r.to().isEmpty()).findFirst();
    Optional<OfRange> high = ranges.stream().filter(r -> r.from().isEmpty()).findFirst();
    if (low.isEmpty() || high.isEmpty() || !Contradiction.areEnds(low.get(), high.get())) {
      return ranges.stream().map(List::of).toList();
    }
    List<List<OfRange>> alternatives = new ArrayList<>();
    ranges.stream()
        .filter(r -> !r.equals(low.get()) && !r.equals(high.get()))
        .forEach(r -> alternatives.add(List.of(r)));
    alternatives.add(List.of(low.get(), high.get()));
    return alternatives;
  }

  /** The hard statements as a condition, the moods as boosts. */
  Steering steering(Collection<Said> said) {
    List<Boost> boosts = new ArrayList<>();
    for (Said one : said) {
      if (one.statement() instanceof OfMood(String name, boolean wanted)) {
        Filter items = Filter.any(values(name));
        boosts.add(new Boost(items, wanted ? WANTED : UNWANTED));
      }
    }
    return new Steering(condition(said), boosts);
  }

  /** What can be checked of one statement: a condition, or that a wanted mood goes with an item. */
  Optional<Filter> check(Said said) {
    return switch (said.statement()) {
      case OfAttribute s -> Optional.of(condition(List.of(said)));
      case OfRange s -> Optional.of(condition(List.of(said)));
      case OfMood(String name, boolean wanted) when wanted ->
          Optional.of(values(name)).filter(values -> !values.isEmpty()).map(Filter::any);
      case OfMood s -> Optional.empty();
      case OfItem s -> Optional.empty();
      case OfPosition s -> Optional.empty();
      case OfWish s -> Optional.empty();
    };
  }

  /** What goes with a mood, as far as this catalogue has such attributes. */
  private List<Filter> values(String mood) {
    return moods.find(mood).map(Mood::values).orElse(List.of()).stream()
        .filter(value -> use.isDeclared(value.attribute()))
        .map(value -> index.value(value.attribute(), value.value()))
        .toList();
  }

  /** What is wanted in words: wishes and descriptions of moods, the last ones if too long. */
  Optional<String> words(Collection<Said> said) {
    boolean liked = !items(said, true).isEmpty();
    List<String> parts = new ArrayList<>();
    for (Said one : said) {
      switch (one.statement()) {
        case OfWish(String text) -> parts.add(text);
        case OfMood(String name, boolean wanted)
            when wanted && (!liked || values(name).isEmpty()) ->
            moods.find(name).ifPresent(mood -> parts.add(mood.description()));
        case OfMood s -> {}
        case OfItem s -> {}
        case OfPosition s -> {}
        case OfAttribute s -> {}
        case OfRange s -> {}
      }
    }
    String words = String.join(". ", parts);
    while (words.length() > RecommendationRequest.MAX_TEXT) {
      parts.removeFirst();
      words = String.join(". ", parts);
    }
    return words.isBlank() ? Optional.empty() : Optional.of(words);
  }

  /** The ids of the items liked, or not liked, last said last. */
  static List<String> items(Collection<Said> said, boolean wanted) {
    return said.stream()
        .map(Said::statement)
        .filter(s -> s instanceof OfItem item && item.wanted() == wanted)
        .map(s -> ((OfItem) s).itemId())
        .toList();
  }
}
