package dev.drago.scoring;

import dev.drago.index.Filter;
import dev.drago.index.IndexView;
import dev.drago.index.SpanishBridge;
import dev.drago.index.Vectors;
import dev.drago.inference.SentenceEmbedder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Nearness in meaning: the cosine of an item's text with what the person wants.
 *
 * <p>What they want is one vector, a weighted sum of unit vectors, each less the mean of the
 * catalogue: the wish in words, what they like, what they took last (weight 0.8^age), less what
 * they dislike. It works for an item nobody has touched and for a person who has touched nothing.
 * In a small catalogue every item is scored; in a large one the nearest 1,000, and it has no
 * opinion of the rest.
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
  private final Optional<SpanishBridge> bridge;

  /** A scorer that takes every wish as it is written. */
  public SemanticScorer(SentenceEmbedder embedder) {
    this(embedder, Optional.empty());
  }

  /**
   * @param bridge puts wishes in Spanish into English words
   */
  public SemanticScorer(SentenceEmbedder embedder, Optional<SpanishBridge> bridge) {
    this.embedder = embedder;
    this.bridge = bridge;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public CompletableFuture<float[]> score(Request request) {
    Profile profile = request.profile();
    IndexView index = request.index();
    float[] wanted = new float[embedder.dimension()];
    boolean hasWish = profile.wish().isPresent();
    add(wanted, hasWish ? HISTORY_WITH_WISH : 1, recency(index, profile.history()));
    add(wanted, LIKED, mean(index, profile.liked(), 1));
    add(wanted, DISLIKED, mean(index, profile.disliked(), 1));
    if (!hasWish) {
      return CompletableFuture.completedFuture(cosines(request, wanted));
    }
    String written = profile.wish().get();
    return embedder
        .embedQuestion(
            bridge.map(b -> b.wordings(written, embedder::knows)).orElse(List.of(written)),
            request.deadline())
        .thenApplyAsync(
            wish -> {
              Vectors.add(wanted, WISH, wish);
              return cosines(request, wanted);
            },
            Thread::startVirtualThread); // the model thread is for the model
  }

  private float[] cosines(Request request, float[] wanted) {
    int size = request.catalog().size();
    float[] row = Scorer.noOpinion(size);
    if (!Vectors.normalise(wanted)) {
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

  /**
   * The centred unit vector of the weighted mean; the last item has weight 1, each before it less.
   */
  private static Optional<float[]> mean(IndexView index, int[] ordinals, double decay) {
    float[] sum = new float[0];
    double total = 0;
    double weight = 1;
    for (int i = ordinals.length - 1; i >= 0; i--, weight *= decay) {
      Optional<float[]> vector = index.vector(ordinals[i]);
      if (vector.isPresent()) {
        sum = sum.length == 0 ? new float[vector.get().length] : sum;
        Vectors.add(sum, (float) weight, vector.get());
        total += weight;
      }
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] /= (float) total;
    }
    return sum.length == 0 ? Optional.empty() : centred(index, sum);
  }

  /** Less the mean of the catalogue, to length 1; see {@link IndexView#mean}. */
  private static Optional<float[]> centred(IndexView index, float[] vector) {
    Vectors.add(vector, -1, index.mean(vector.length));
    return Vectors.normalise(vector) ? Optional.of(vector) : Optional.empty();
  }

  private static void add(float[] sum, float weight, Optional<float[]> vector) {
    vector.ifPresent(v -> Vectors.add(sum, weight, v));
  }
}
