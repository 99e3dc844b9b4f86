package dev.drago.explain;

import dev.drago.catalog.Item;
import dev.drago.explain.Evidence.OfAttribute;
import dev.drago.explain.Evidence.OfItem;
import dev.drago.explain.Evidence.OfPopularity;
import dev.drago.explain.Evidence.OfWish;
import dev.drago.explain.Evidence.Source;
import dev.drago.recommend.Language;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Evidence in one or two sentences, always the same for the same evidence. What did most comes
 * first; no item is named that is not in it.
 */
final class TemplateWording {

  private static final int MOST_ITEMS = 2;
  private static final int MOST_VALUES = 2;
  private static final int MOST_SENTENCES = 2;

  private final Phrasebook phrases;

  TemplateWording(Language language) {
    this.phrases = Phrasebook.of(language);
  }

  String of(List<Evidence> evidence) {
    List<OfItem> items = some(evidence, OfItem.class);
    Optional<OfWish> wish = some(evidence, OfWish.class).stream().findFirst();
    List<String> sentences = new ArrayList<>();
    double byItems = items.stream().mapToDouble(OfItem::effect).max().orElse(0);
    boolean wishFirst = wish.isPresent() && wish.get().effect() >= byItems;
    wish.filter(w -> wishFirst).ifPresent(w -> sentences.add(wish(w)));
    if (!items.isEmpty()) {
      sentences.addAll(items(items.subList(0, Math.min(MOST_ITEMS, items.size()))));
    }
    wish.filter(w -> !wishFirst).ifPresent(w -> sentences.add(wish(w)));
    if (sentences.isEmpty()) {
      some(evidence, OfAttribute.class).stream()
          .findFirst()
          .ifPresent(a -> sentences.add(phrases.say("attribute", a.shared().value(), a.count())));
    }
    if (sentences.isEmpty() && !some(evidence, OfPopularity.class).isEmpty()) {
      sentences.add(phrases.say("popular"));
    }
    return sentences.isEmpty()
        ? phrases.say("nothing")
        : String.join(" ", sentences.subList(0, Math.min(MOST_SENTENCES, sentences.size())));
  }

  private static <E extends Evidence> List<E> some(List<Evidence> evidence, Class<E> kind) {
    return evidence.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private List<String> items(List<OfItem> items) {
    String liked = list(items, Source.LIKE);
    String chosen = list(items, Source.HISTORY);
    List<String> sentences = new ArrayList<>();
    OfItem first = items.getFirst();
    if (!first.lifts()) {
      return List.of(phrases.say("close", named(first)));
    }
    if (liked.isEmpty()) {
      sentences.add(phrases.say("chose", chosen));
    } else if (chosen.isEmpty()) {
      sentences.add(phrases.say("like", liked));
    } else {
      sentences.add(phrases.say("like.chose", liked, chosen));
    }
    if (first.shared().isEmpty()) {
      sentences.add(why(first, items.size()));
    }
    return sentences;
  }

  /** Why an item that shares no value speaks for another. */
  private String why(OfItem first, int items) {
    if (first.isByBehaviour()) {
      return phrases.say(items == 1 ? "behaviour" : "behaviour.many");
    }
    return phrases.say(first.source() == Source.LIKE ? "near.like" : "near");
  }

  private String list(List<OfItem> items, Source source) {
    return items.stream()
        .filter(item -> item.source() == source)
        .map(this::named)
        .reduce(this::and)
        .orElse("");
  }

  private String and(String a, String b) {
    return phrases.say("and", a, b);
  }

  private String named(OfItem item) {
    String title = title(item.item());
    Map<String, List<String>> byAttribute = new LinkedHashMap<>();
    item.shared().stream()
        .limit(MOST_VALUES)
        .forEach(
            s -> byAttribute.computeIfAbsent(s.attribute(), a -> new ArrayList<>()).add(s.value()));
    return byAttribute.entrySet().stream()
        .map(e -> values(e.getKey(), e.getValue()))
        .reduce((a, b) -> a + "; " + b)
        .map(detail -> phrases.say("detail", title, detail))
        .orElse(title);
  }

  private String values(String attribute, List<String> values) {
    AttributeRole role = AttributeRole.of(attribute);
    String list = values.stream().reduce(this::and).orElseThrow();
    return switch (role) {
      case OTHER -> phrases.say("OTHER", attribute, list);
      case GENRE -> phrases.say(values.size() > 1 ? "GENRE.many" : "GENRE", list);
      case DIRECTOR, AUTHOR, CAST, THEME -> phrases.say(role.name(), list);
    };
  }

  private String title(Item item) {
    return phrases.say("quote", item.title());
  }

  private String wish(OfWish wish) {
    return Stream.concat(wish.attributes().stream().map(Shared::value), wish.words().stream())
        .limit(3)
        .reduce((a, b) -> a + ", " + b)
        .map(found -> phrases.say("wish", found))
        .orElseGet(() -> phrases.say("wish.near"));
  }
}
