package dev.drago.explain;

import dev.drago.catalog.Item;
import dev.drago.scoring.SemanticScorer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * One thing that speaks for an item, as it was measured or read in the catalogue. Effects are in
 * the unit of the score and defined in {@link dev.drago.recommend.Attributor}.
 */
public sealed interface Evidence {

  /** Nats (or deviations) below which an effect explains nothing. */
  double LEAST_EFFECT = 0.01;

  /** What it did to the score; 0 of what has no part in it. */
  double effect();

  /** What a person said or did about an item. */
  enum Source {
    HISTORY,
    LIKE
  }

  /**
   * An item of the person's.
   *
   * @param byScorer the effect in each scorer
   * @param likeness the cosine of the texts' centred embeddings; empty where one has none
   * @param shared what both items have, rarest first
   */
  record OfItem(
      Item item,
      Source source,
      double effect,
      Map<String, Double> byScorer,
      OptionalDouble likeness,
      List<Shared> shared)
      implements Evidence {
    public OfItem {
      byScorer = Collections.unmodifiableMap(new LinkedHashMap<>(byScorer));
      shared = List.copyOf(shared);
    }

    /** Whether it is a reason: one that lifted nothing is near in meaning at best. */
    public boolean lifts() {
      return effect >= LEAST_EFFECT;
    }

    /** Whether it is one by what people did more than by what the texts mean. */
    public boolean isByBehaviour() {
      return lifts() && byScorer.getOrDefault(SemanticScorer.NAME, 0.0) < effect / 2;
    }
  }

  /**
   * A value that the item has in common with several of the person's items.
   *
   * @param count how many of those that were looked at have it
   */
  record OfAttribute(Shared shared, int count) implements Evidence {
    @Override
    public double effect() {
      return 0;
    }
  }

  /**
   * The wish in words.
   *
   * @param words of the wish that the item's title or text has
   * @param attributes of the item that the wish names
   */
  record OfWish(double effect, List<String> words, List<Shared> attributes) implements Evidence {
    public OfWish {
      words = List.copyOf(words);
      attributes = List.copyOf(attributes);
    }
  }

  /** That many people took it lately: its popularity is well above the average. */
  record OfPopularity(double effect) implements Evidence {}

  /** What a document says of it. */
  record OfPassage(String documentId, String text) implements Evidence {
    @Override
    public double effect() {
      return 0;
    }
  }
}
