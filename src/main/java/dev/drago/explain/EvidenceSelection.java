package dev.drago.explain;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.catalog.Item;
import dev.drago.explain.Evidence.OfAttribute;
import dev.drago.explain.Evidence.OfItem;
import dev.drago.explain.Evidence.OfPassage;
import dev.drago.explain.Evidence.OfPopularity;
import dev.drago.explain.Evidence.OfWish;
import dev.drago.explain.Evidence.Source;
import dev.drago.index.IndexView;
import dev.drago.index.Vectors;
import dev.drago.recommend.Attribution;
import dev.drago.scoring.PopularityScorer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Chooses what to show of what was measured, for one person; items and the catalogue are of one
 * moment.
 *
 * <p>Of the person's items the three that lifted the item most, each with at least a tenth of what
 * the first did; where none lifted it, the nearest in meaning if it is near and did not lower it.
 * What the item shares with them comes rarest first, and never what most of the catalogue has.
 */
final class EvidenceSelection {

  private static final int MOST_ITEMS = 3;
  private static final double LEAST_OF_FIRST = 0.1;

  /** A cosine of centred embeddings from which texts are plainly about the like. */
  private static final double NEAR = 0.3;

  /** A value that more than half of the catalogue has says nothing of taste. */
  private static final double LEAST_RARITY = Math.log(2);

  /** Deviations above the mean popularity from which many people took an item: a fifth of all. */
  private static final double POPULAR = 0.9;

  private static final int MOST_SHARED = 4;
  private static final int MOST_ATTRIBUTES = 2;
  private static final int MOST_PASSAGES = 2;

  private final Attribution attribution;
  private final CatalogueWords words;
  private final IndexView index;
  private final Optional<Passages> passages;
  private final int[] sequence;

  EvidenceSelection(
      Attribution attribution, CatalogueWords words, IndexView index, Optional<Passages> passages) {
    this.attribution = attribution;
    this.words = words;
    this.index = index;
    this.passages = passages;
    this.sequence = attribution.profile().sequence();
  }

  List<Evidence> of(Attribution.OfItem measured) {
    Item item = attribution.catalog().item(measured.ordinal());
    List<Evidence> evidence = new ArrayList<>(items(measured, item));
    wish(measured, item).ifPresent(evidence::add);
    double popularity = measured.shares().getOrDefault(PopularityScorer.NAME, 0.0);
    double weight = attribution.weights().getOrDefault(PopularityScorer.NAME, 0.0);
    if (popularity > Evidence.LEAST_EFFECT && popularity >= POPULAR * weight) {
      evidence.add(new OfPopularity(popularity));
    }
    evidence.sort(Comparator.comparingDouble(e -> -e.effect()));
    evidence.addAll(attributes(item));
    passages.ifPresent(
        documents ->
            documents
                .about(item.id(), attribution.profile().wish(), MOST_PASSAGES)
                .forEach(p -> evidence.add(new OfPassage(p.documentId(), p.text()))));
    return evidence;
  }

  private List<OfItem> items(Attribution.OfItem measured, Item item) {
    CatalogSnapshot catalog = attribution.catalog();
    List<Integer> lifting =
        measured.effects().keySet().stream()
            .filter(o -> o != measured.ordinal() && measured.effect(o) >= Evidence.LEAST_EFFECT)
            .sorted(
                Comparator.<Integer>comparingDouble(o -> -measured.effect(o))
                    .thenComparing(o -> catalog.item(o).id()))
            .limit(MOST_ITEMS)
            .toList();
    double least = lifting.isEmpty() ? 0 : LEAST_OF_FIRST * measured.effect(lifting.getFirst());
    List<Integer> shown = lifting.stream().filter(o -> measured.effect(o) >= least).toList();
    if (shown.isEmpty()) {
      shown = nearest(measured);
    }
    return shown.stream().map(o -> ofItem(measured, item, o)).toList();
  }

  private OfItem ofItem(Attribution.OfItem measured, Item item, int ordinal) {
    Item other = attribution.catalog().item(ordinal);
    return new OfItem(
        other,
        source(ordinal),
        measured.effect(ordinal),
        measured.effects().getOrDefault(ordinal, Map.of()),
        likeness(measured.ordinal(), ordinal),
        shared(item, other));
  }

  private Source source(int ordinal) {
    return IntStream.of(attribution.profile().liked()).anyMatch(o -> o == ordinal)
        ? Source.LIKE
        : Source.HISTORY;
  }

  private List<Integer> nearest(Attribution.OfItem measured) {
    int ordinal = measured.ordinal();
    return examined().stream()
        .filter(o -> o != ordinal && measured.effect(o) >= 0)
        .filter(o -> likeness(ordinal, o).orElse(0) >= NEAR)
        .sorted(
            Comparator.<Integer>comparingDouble(o -> -likeness(ordinal, o).orElse(0))
                .thenComparing(o -> attribution.catalog().item(o).id()))
        .limit(1)
        .toList();
  }

  /** The person's items that were looked at, each once. */
  private Set<Integer> examined() {
    Set<Integer> examined = new LinkedHashSet<>();
    for (int p = sequence.length - 1; p >= attribution.notExamined(); p--) {
      if (attribution.catalog().isLive(sequence[p])) {
        examined.add(sequence[p]);
      }
    }
    return examined;
  }

  private OptionalDouble likeness(int a, int b) {
    Optional<float[]> first = centred(a);
    Optional<float[]> second = centred(b);
    if (first.isEmpty() || second.isEmpty()) {
      return OptionalDouble.empty();
    }
    double sum = 0;
    for (int i = 0; i < first.get().length; i++) {
      sum += (double) first.get()[i] * second.get()[i];
    }
    return OptionalDouble.of(sum);
  }

  private Optional<float[]> centred(int ordinal) {
    return index
        .vector(ordinal)
        .map(float[]::clone)
        .filter(
            vector -> {
              Vectors.add(vector, -1, index.mean(vector.length));
              return Vectors.normalise(vector);
            });
  }

  private List<Shared> shared(Item item, Item other) {
    List<Shared> others = CatalogueWords.exactValues(other);
    return CatalogueWords.exactValues(item).stream()
        .filter(value -> others.contains(value) && words.rarity(value) >= LEAST_RARITY)
        .sorted(
            Comparator.<Shared>comparingDouble(value -> -words.rarity(value))
                .thenComparing(Shared::attribute)
                .thenComparing(Shared::value))
        .limit(MOST_SHARED)
        .toList();
  }

  /** Values that at least two of the person's items have too: by how many, each the rarer. */
  private List<OfAttribute> attributes(Item item) {
    Map<Shared, Integer> counts = new HashMap<>();
    List<Shared> own = CatalogueWords.exactValues(item);
    for (int ordinal : examined()) {
      Item other = attribution.catalog().item(ordinal);
      if (!other.id().equals(item.id())) {
        List<Shared> others = CatalogueWords.exactValues(other);
        own.stream().filter(others::contains).forEach(v -> counts.merge(v, 1, Integer::sum));
      }
    }
    return counts.entrySet().stream()
        .filter(e -> e.getValue() > 1 && words.rarity(e.getKey()) >= LEAST_RARITY)
        .sorted(
            Comparator.<Map.Entry<Shared, Integer>>comparingDouble(
                    e -> -e.getValue() * words.rarity(e.getKey()))
                .thenComparing(e -> e.getKey().value()))
        .limit(MOST_ATTRIBUTES)
        .map(e -> new OfAttribute(e.getKey(), e.getValue()))
        .toList();
  }

  private Optional<OfWish> wish(Attribution.OfItem measured, Item item) {
    return attribution
        .profile()
        .wish()
        .flatMap(text -> WishMatch.of(text, item, measured.wishEffect()));
  }
}
