package dev.drago.scoring;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.inference.ItemTokens;
import dev.drago.inference.SequenceRanker;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The log-probability that an item comes next, by the sequence model.
 *
 * <p>It has no opinion of items that have no token, and none at all of a person none of whose items
 * has one. Of a stranger it says what people start with.
 */
public final class SequenceScorer implements Scorer {

  public static final String NAME = "sequence";

  private static final int NONE = -1;

  /** Which slot of the model is which ordinal, in one catalogue. */
  private record Binding(CatalogSnapshot catalog, int[] slotOfOrdinal, int[] ordinalOfSlot) {}

  private final SequenceRanker ranker;
  private final AtomicReference<Binding> binding;

  public SequenceScorer(SequenceRanker ranker) {
    this.ranker = ranker;
    this.binding = new AtomicReference<>(bind(CatalogSnapshot.empty()));
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
    Binding bound = binding(request.catalog());
    int size = request.catalog().size();
    int[] history =
        Arrays.stream(request.profile().sequence())
            .map(
                ordinal ->
                    ordinal < bound.slotOfOrdinal.length ? bound.slotOfOrdinal[ordinal] : NONE)
            .filter(slot -> slot != NONE)
            .toArray();
    if (history.length == 0 && request.profile().sequence().length > 0) {
      return CompletableFuture.completedFuture(Scorer.noOpinion(size));
    }
    return ranker
        .rank(history, request.deadline())
        .thenApply(
            bySlot -> {
              float[] row = Scorer.noOpinion(size);
              for (int slot = 0; slot < bySlot.length; slot++) {
                int ordinal = bound.ordinalOfSlot[slot];
                if (ordinal != NONE) {
                  row[ordinal] = bySlot[slot];
                }
              }
              return row;
            });
  }

  private Binding binding(CatalogSnapshot catalog) {
    Binding current = binding.get();
    if (current.catalog != catalog) {
      current = bind(catalog);
      binding.set(current);
    }
    return current;
  }

  private Binding bind(CatalogSnapshot catalog) {
    ItemTokens items = ranker.items();
    int[] slotOfOrdinal = new int[catalog.size()];
    int[] ordinalOfSlot = new int[items.size()];
    Arrays.fill(slotOfOrdinal, NONE);
    for (int slot = 0; slot < ordinalOfSlot.length; slot++) {
      ordinalOfSlot[slot] = catalog.ordinal(items.ids().get(slot)).orElse(NONE);
      if (ordinalOfSlot[slot] != NONE) {
        slotOfOrdinal[ordinalOfSlot[slot]] = slot;
      }
    }
    return new Binding(catalog, slotOfOrdinal, ordinalOfSlot);
  }
}
