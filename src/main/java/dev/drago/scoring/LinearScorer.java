package dev.drago.scoring;

import dev.drago.scoring.linear.LinearRecipe;
import dev.drago.scoring.linear.LinearWeights;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A linear model of what people take after what they took, fitted to this log: {@code next-item}
 * reads a history as a sequence, {@code ease} as a set that fades. Knows only items that somebody
 * took, and nobody without a history. Weights can be replaced while it serves; a request is scored
 * by those it began with.
 */
public final class LinearScorer implements Scorer {

  /** The ridge regression of the next item. */
  public static final String NEXT_ITEM = LinearRecipe.NEXT_ITEM.id();

  /** EASE on a history that fades. */
  public static final String EASE = LinearRecipe.EASE_DECAY.id();

  private final String name;
  private final AtomicReference<Optional<LinearWeights>> weights;

  /** A scorer with weights. */
  public LinearScorer(String name, LinearWeights weights) {
    this(name, new AtomicReference<>(Optional.of(weights)));
  }

  /** A scorer by the weights that are current when it is asked. */
  public LinearScorer(String name, AtomicReference<Optional<LinearWeights>> weights) {
    this.name = name;
    this.weights = weights;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isReady() {
    return weights.get().isPresent();
  }

  /** A row is a regression of which item comes next, so its values estimate probabilities. */
  @Override
  public Scale scale() {
    return Scale.PROBABILITY;
  }

  @Override
  public CompletableFuture<float[]> score(Request request) {
    float[] row = Scorer.noOpinion(request.catalog().size());
    weights.get().ifPresent(current -> current.score(request.profile().sequence(), row));
    return CompletableFuture.completedFuture(row);
  }

  /**
   * Exactly: a score is a sum, and without an item it lacks that item's term. Without the only item
   * that is known there is no sum and no opinion, as {@link #score} has none then.
   */
  @Override
  public CompletableFuture<Omissions> omissions(Request request, int[] items, int last) {
    Optional<LinearWeights> current = weights.get();
    int[] sequence = request.profile().sequence();
    if (current.isEmpty() || sequence.length == 0) {
      return CompletableFuture.completedFuture(Omissions.none());
    }
    float[][] contributions = current.get().contributions(sequence, items);
    float[] whole = new float[items.length];
    for (float[] ofItem : contributions) {
      for (int i = 0; i < whole.length; i++) {
        whole[i] += ofItem[i];
      }
    }
    int from = Math.max(0, sequence.length - last);
    float[][] without = new float[sequence.length - from][];
    Arrays.fill(without, whole); // what is older than is read does nothing
    int read = sequence.length - contributions.length;
    BitSet counted = current.get().counted(sequence);
    for (int p = Math.max(from, read); p < sequence.length; p++) {
      if (counted.get(p) && counted.cardinality() == 1) {
        without[p - from] = Scorer.noOpinion(items.length);
        continue;
      }
      without[p - from] = whole.clone();
      for (int i = 0; i < whole.length; i++) {
        without[p - from][i] -= contributions[p - read][i];
      }
    }
    return CompletableFuture.completedFuture(new Omissions(from, whole, without, Optional.empty()));
  }
}
