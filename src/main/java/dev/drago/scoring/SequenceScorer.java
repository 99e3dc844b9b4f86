package dev.drago.scoring;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.inference.Cancellations;
import dev.drago.inference.Deadline;
import dev.drago.inference.SequenceRanker;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/**
 * The log-probability that an item comes next, by the sequence model.
 *
 * <p>It has no opinion of items that have no token, and none at all of a person none of whose items
 * has one. Of a stranger it says what people start with.
 */
public final class SequenceScorer implements Scorer {

  public static final String NAME = "sequence";

  private static final int NONE = ItemSlots.NONE;

  private final SequenceRanker ranker;
  private final AtomicReference<ItemSlots> slots;

  public SequenceScorer(SequenceRanker ranker) {
    this.ranker = ranker;
    this.slots = new AtomicReference<>(new ItemSlots(CatalogSnapshot.empty(), ranker.items()));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Scale scale() {
    return Scale.LOG_PROBABILITY;
  }

  @Override
  public CompletableFuture<float[]> score(Request request) {
    return score(request.catalog(), request.profile().sequence(), request.deadline());
  }

  /** The same for one who has no more than a sequence of ordinals: the index is not read. */
  public CompletableFuture<float[]> score(
      CatalogSnapshot catalog, int[] sequence, Deadline deadline) {
    ItemSlots bound = slots.updateAndGet(now -> now.of(catalog));
    int[] history = Arrays.stream(sequence).map(bound::slot).filter(slot -> slot != NONE).toArray();
    if (history.length == 0 && sequence.length > 0) {
      return CompletableFuture.completedFuture(Scorer.noOpinion(catalog.size()));
    }
    CompletableFuture<float[]> ranking = ranker.rank(history, deadline);
    return Cancellations.reaching(ranking.thenApply(bound::byOrdinal), ranking);
  }

  /**
   * By reading the history without each item. Without the only item that has a token, what people
   * start with is left.
   */
  @Override
  public CompletableFuture<Omissions> omissions(Request request, int[] items, int last) {
    ItemSlots bound = slots.updateAndGet(now -> now.of(request.catalog()));
    int[] sequence = request.profile().sequence();
    int from = Math.max(0, sequence.length - Math.min(last, ranker.maxLeftOut()));
    int[] places =
        IntStream.range(0, sequence.length).filter(p -> bound.slot(sequence[p]) != NONE).toArray();
    int[] asked =
        IntStream.range(0, items.length).filter(i -> bound.slot(items[i]) != NONE).toArray();
    if (places.length == 0) {
      return CompletableFuture.completedFuture(Omissions.none());
    }
    int left = (int) Arrays.stream(places).filter(p -> p >= from).count();
    return ranker
        .leaveOneOut(
            Arrays.stream(places).map(p -> bound.slot(sequence[p])).toArray(),
            left,
            Arrays.stream(asked).map(i -> bound.slot(items[i])).toArray(),
            request.deadline())
        .thenApply(
            out -> {
              float[] whole = spread(out.whole(), asked, items.length);
              float[][] without = new float[sequence.length - from][];
              Arrays.fill(without, whole); // what the model does not read does nothing
              for (int i = 0; i < out.without().length; i++) {
                without[places[out.from() + i] - from] =
                    spread(out.without()[i], asked, items.length);
              }
              return new Omissions(from, whole, without, Optional.empty());
            });
  }

  private static float[] spread(float[] some, int[] places, int size) {
    float[] all = Scorer.noOpinion(size);
    for (int i = 0; i < some.length; i++) {
      all[places[i]] = some[i];
    }
    return all;
  }
}
