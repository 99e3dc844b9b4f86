package dev.drago.scoring;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.inference.Cancellations;
import dev.drago.inference.ChatModel;
import dev.drago.inference.ItemTokens;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A language model that was fine-tuned until items are words to it: the history is told in item
 * tokens, the answer is one token, and one prefill ranks every item that has one.
 *
 * <p>The score is the model's own log-probability, without the correction of {@link
 * GenerativeScorer}: what is popular among the people it was trained on is knowledge, not a habit
 * of its pre-training. Of items without a token it has no opinion ({@link NewItems}).
 */
public final class ItemTokenScorer implements Scorer {

  private final ChatModel model;
  private final AtomicReference<ItemSlots> slots;

  public ItemTokenScorer(ChatModel model) {
    this.model = model;
    this.slots = new AtomicReference<>(new ItemSlots(CatalogSnapshot.empty(), model.items()));
  }

  /** That of the strategy: which kind of path an item has is the model's affair. */
  @Override
  public String name() {
    return GenerativeScorer.NAME;
  }

  @Override
  public Scale scale() {
    return Scale.LOG_PROBABILITY;
  }

  @Override
  public boolean isOnDemand() {
    return true;
  }

  @Override
  public CompletableFuture<float[]> score(Request request) {
    CatalogSnapshot catalog = request.catalog();
    ItemSlots bound = slots.updateAndGet(now -> now.of(catalog));
    CompletableFuture<float[]> next =
        model.nextToken(
            RecommendationPrompt.next(
                request.profile(), catalog, o -> ItemTokens.text(catalog.item(o).id())),
            request.deadline());
    return Cancellations.reaching(
        next.thenApply(tokens -> bound.byOrdinal(model.items().bySlot(tokens))), next);
  }
}
