package dev.drago.scoring;

import dev.drago.index.Filter;
import dev.drago.index.IndexView;
import dev.drago.index.SpanishBridge;
import dev.drago.index.Vectors;
import dev.drago.inference.Deadline;
import dev.drago.inference.SentenceEmbedder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

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
  private static final int NONE = Integer.MIN_VALUE / 2;

  private final SentenceEmbedder embedder;
  private final Optional<SpanishBridge> bridge;
  private final Executor turns;

  /** A scorer that takes every wish as it is written. */
  public SemanticScorer(SentenceEmbedder embedder, Executor turns) {
    this(embedder, Optional.empty(), turns);
  }

  /**
   * @param bridge puts wishes in Spanish into English words
   * @param turns what computes when a wish has been embedded
   */
  public SemanticScorer(SentenceEmbedder embedder, Optional<SpanishBridge> bridge, Executor turns) {
    this.embedder = embedder;
    this.bridge = bridge;
    this.turns = turns;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public CompletableFuture<float[]> score(Request request) {
    Profile profile = request.profile();
    IndexView index = request.index();
    Optional<float[]> recent = recency(index, profile.history());
    Optional<float[]> liked = mean(index, profile.liked(), 1);
    Optional<float[]> disliked = mean(index, profile.disliked(), 1);
    if (profile.wish().isEmpty()) {
      return CompletableFuture.completedFuture(
          cosines(request, wanted(Optional.empty(), recent, liked, disliked)));
    }
    return embedded(profile.wish().get(), request.deadline())
        .thenApplyAsync(
            wish -> cosines(request, wanted(Optional.of(wish), recent, liked, disliked)),
            turns); // the model thread is for the model
  }

  /** By leaving the item, or the wish, out of the sum of what is wanted. */
  @Override
  public CompletableFuture<Omissions> omissions(Request request, int[] items, int last) {
    Profile profile = request.profile();
    if (profile.wish().isEmpty()) {
      return CompletableFuture.completedFuture(omissions(request, items, last, Optional.empty()));
    }
    return embedded(profile.wish().get(), request.deadline())
        .thenApplyAsync(wish -> omissions(request, items, last, Optional.of(wish)), turns);
  }

  private CompletableFuture<float[]> embedded(String wish, Deadline deadline) {
    return embedder.embedQuestion(
        bridge.map(b -> b.wordings(wish, embedder::knows)).orElse(List.of(wish)), deadline);
  }

  private Omissions omissions(Request request, int[] items, int last, Optional<float[]> wish) {
    Profile profile = request.profile();
    IndexView index = request.index();
    List<Optional<float[]>> vectors = IntStream.of(items).mapToObj(index::vector).toList();
    Optional<float[]> recent = recency(index, profile.history());
    Optional<float[]> liked = mean(index, profile.liked(), 1);
    Optional<float[]> disliked = mean(index, profile.disliked(), 1);
    float[] whole = cosines(wanted(wish, recent, liked, disliked), vectors);
    int length = profile.sequence().length;
    int from = Math.max(0, length - last);
    float[][] without = new float[length - from][];
    Arrays.fill(without, whole); // what is older than is looked at does nothing
    int history = profile.history().length;
    for (int p = from; p < length; p++) {
      if (p >= history) {
        Optional<float[]> others = mean(index, profile.liked(), 1, p - history);
        without[p - from] = cosines(wanted(wish, recent, others, disliked), vectors);
      } else if (p >= history - RECENT) {
        Optional<float[]> others = recency(index, profile.history(), p);
        without[p - from] = cosines(wanted(wish, others, liked, disliked), vectors);
      }
    }
    Optional<float[]> withoutWish =
        wish.map(w -> cosines(wanted(Optional.empty(), recent, liked, disliked), vectors));
    return new Omissions(from, whole, without, withoutWish);
  }

  private static float[] cosines(float[] wanted, List<Optional<float[]>> vectors) {
    float[] cosines = Scorer.noOpinion(vectors.size());
    if (Vectors.normalise(wanted)) {
      for (int i = 0; i < cosines.length; i++) {
        cosines[i] = vectors.get(i).map(v -> dot(wanted, v)).orElse(Float.NaN);
      }
    }
    return cosines;
  }

  private static float dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return (float) sum;
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

  /** The sum of what is wanted; not of length 1 yet. */
  private float[] wanted(
      Optional<float[]> wish,
      Optional<float[]> recent,
      Optional<float[]> liked,
      Optional<float[]> disliked) {
    float[] wanted = new float[embedder.dimension()];
    add(wanted, wish.isPresent() ? HISTORY_WITH_WISH : 1, recent);
    add(wanted, LIKED, liked);
    add(wanted, DISLIKED, disliked);
    add(wanted, WISH, wish);
    return wanted;
  }

  private static Optional<float[]> recency(IndexView index, int[] history) {
    return recency(index, history, NONE);
  }

  private static Optional<float[]> recency(IndexView index, int[] history, int leftOut) {
    int from = Math.max(0, history.length - RECENT);
    return mean(index, Arrays.copyOfRange(history, from, history.length), DECAY, leftOut - from);
  }

  private static Optional<float[]> mean(IndexView index, int[] ordinals, double decay) {
    return mean(index, ordinals, decay, NONE);
  }

  /**
   * The centred unit vector of the weighted mean; the last item has weight 1, each before it less.
   */
  private static Optional<float[]> mean(
      IndexView index, int[] ordinals, double decay, int leftOut) {
    float[] sum = new float[0];
    double total = 0;
    double weight = 1;
    for (int i = ordinals.length - 1; i >= 0; i--, weight *= decay) {
      Optional<float[]> vector = i == leftOut ? Optional.empty() : index.vector(ordinals[i]);
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
