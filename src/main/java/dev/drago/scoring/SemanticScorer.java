package dev.drago.scoring;

import dev.drago.index.Filter;
import dev.drago.index.IndexView;
import dev.drago.inference.SentenceEmbedder;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Nearness in meaning: the cosine of an item's text with what the person wants.
 *
 * <p>What they want is one vector, a weighted sum of unit vectors: the wish in words, what they
 * like, what they took last (weight 0.8^age), less what they dislike. It works for an item nobody
 * has touched and for a person who has touched nothing. In a small catalogue every item is scored;
 * in a large one the nearest 1,000, and it has no opinion of the rest.
 */
public final class SemanticScorer implements Scorer {

  public static final String NAME = "semantic";

  private static final float WISH = 1.0f;
  private static final float LIKED = 0.6f;
  private static final float DISLIKED = -0.4f;
  private static final float HISTORY_WITH_WISH = 0.2f;
  private static final double DECAY = 0.8;
  private static final int RECENT = 20;
  private static final int NEAREST = 1_000;

  private final SentenceEmbedder embedder;

  public SemanticScorer(SentenceEmbedder embedder) {
    this.embedder = embedder;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public CompletableFuture<float[]> score(Request request) {
    Profile profile = request.profile();
    float[] wanted = new float[embedder.dimension()];
    boolean hasWish = profile.wish().isPresent();
    add(wanted, hasWish ? HISTORY_WITH_WISH : 1, recency(request.index(), profile.history()));
    add(wanted, LIKED, mean(request.index(), profile.liked(), 1));
    add(wanted, DISLIKED, mean(request.index(), profile.disliked(), 1));
    if (!hasWish) {
      return CompletableFuture.completedFuture(cosines(request, wanted));
    }
    return embedder
        .embed(profile.wish().get(), SentenceEmbedder.Kind.QUERY, request.deadline())
        .thenApply(
            wish -> {
              add(wanted, WISH, Optional.of(wish));
              return cosines(request, wanted);
            });
  }

  private float[] cosines(Request request, float[] wanted) {
    int size = request.catalog().size();
    float[] row = Scorer.noOpinion(size);
    if (!normalise(wanted)) {
      return row;
    }
    if (request.index().isExact()) {
      request.index().cosines(wanted, row);
    } else {
      for (IndexView.Hit hit : request.index().nearest(wanted, NEAREST, Filter.everything())) {
        if (hit.ordinal() < size) {
          row[hit.ordinal()] = hit.score();
        }
      }
    }
    return row;
  }

  private static Optional<float[]> recency(IndexView index, int[] history) {
    int from = Math.max(0, history.length - RECENT);
    return mean(index, java.util.Arrays.copyOfRange(history, from, history.length), DECAY);
  }

  /** The unit vector of the weighted mean; the last item has weight 1, each before it less. */
  private static Optional<float[]> mean(IndexView index, int[] ordinals, double decay) {
    float[] sum = new float[0];
    double weight = 1;
    for (int i = ordinals.length - 1; i >= 0; i--, weight *= decay) {
      Optional<float[]> vector = index.vector(ordinals[i]);
      if (vector.isPresent()) {
        sum = sum.length == 0 ? new float[vector.get().length] : sum;
        add(sum, (float) weight, vector);
      }
    }
    return normalise(sum) ? Optional.of(sum) : Optional.empty();
  }

  private static void add(float[] sum, float weight, Optional<float[]> vector) {
    if (vector.isPresent()) {
      float[] v = vector.get();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += weight * v[i];
      }
    }
  }

  /** Scales to length 1; false where there is no length to scale. */
  private static boolean normalise(float[] vector) {
    double sum = 0;
    for (float v : vector) {
      sum += (double) v * v;
    }
    if (sum < 1e-12) {
      return false;
    }
    float scale = (float) (1 / Math.sqrt(sum));
    for (int i = 0; i < vector.length; i++) {
      vector[i] *= scale;
    }
    return true;
  }
}
