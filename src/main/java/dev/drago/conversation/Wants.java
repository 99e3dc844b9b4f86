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
   * What a mood lifts the items by that have its values, where nearness in meaning has a standard
   * deviation of 1: something funny and a little like Alien comes before what is a little more like
   * Alien and not funny.
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
    List<Filter> all = new ArrayList<>();
    Map<String, List<Filter>> values = new LinkedHashMap<>();
    Map<String, List<OfRange>> ranges = new LinkedHashMap<>();
    for (Said one : said) {
      switch (one.statement()) {
        case OfAttribute s when s.wanted() ->
            values.computeIfAbsent(s.attribute(), a -> new ArrayList<>()).add(filter(s));
        case OfAttribute s -> all.add(filter(s).negated());
        case OfRange s when s.wanted() ->
            ranges.computeIfAbsent(s.attribute(), a -> new ArrayList<>()).add(s);
        case OfRange s -> all.add(filter(s).negated());
        case OfItem s -> {}
        case OfPosition s -> {}
        case OfMood s -> {}
        case OfWish s -> {}
      }
    }
    values.forEach(
        (attribute, wanted) ->
            all.add(use.hasSeveral(attribute) ? Filter.all(wanted) : Filter.any(wanted)));
    ranges.forEach(
        (attribute, wanted) ->
            all.add(Filter.any(joined(wanted).stream().map(this::filter).toList())));
    return Filter.all(all);
  }

  /** The items that one hard statement is about, whether they are wanted or not. */
  Filter subject(Statement statement) {
    return switch (statement) {
      case OfAttribute s -> filter(s);
      case OfRange s -> filter(s);
      case OfItem s -> throw new IllegalArgumentException("no condition: " + s);
      case OfPosition s -> throw new IllegalArgumentException("no condition: " + s);
      case OfMood s -> throw new IllegalArgumentException("no condition: " + s);
      case OfWish s -> throw new IllegalArgumentException("no condition: " + s);
    };
  }

  private Filter filter(OfAttribute s) {
    return index.value(s.attribute(), s.value());
  }

  private Filter filter(OfRange s) {
    return index.range(s.attribute(), s.from(), s.to());
  }

  /** Two ends that were said apart are one range; whatever else there is are alternatives. */
  static List<OfRange> joined(List<OfRange> ranges) {
    Optional<OfRange> low = ranges.stream().filter(r -> r.to().isEmpty()).findFirst();
    Optional<OfRange> high = ranges.stream().filter(r -> r.from().isEmpty()).findFirst();
    if (low.isEmpty() || high.isEmpty() || !Contradiction.areEnds(low.get(), high.get())) {
      return ranges;
    }
    List<OfRange> joined = new ArrayList<>(ranges);
    joined.remove(low.get());
    joined.remove(high.get());
    joined.add(new OfRange(low.get().attribute(), low.get().from(), high.get().to(), true));
    return joined;
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
