package dev.drago.recommend;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.catalog.Item;
import dev.drago.index.Filter;
import dev.drago.index.IndexView;
import dev.drago.index.IndexView.Hit;
import dev.drago.index.ItemIndex;
import dev.drago.index.SpanishBridge;
import dev.drago.index.Vectors;
import dev.drago.inference.Deadline;
import dev.drago.inference.SentenceEmbedder;
import dev.drago.inference.Turns;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;

/** Finds items by words, by meaning, by both, or by likeness to other items. */
public final class ItemSearch {

  /** How a text is looked for. */
  public enum Mode {
    /** Words and meaning, by reciprocal rank fusion. */
    HYBRID,
    /** Nearest by meaning. */
    SEMANTIC,
    /** BM25 over title, attributes and text. */
    KEYWORD
  }

  /** An item found and its score: cosine, BM25, or reciprocal rank. */
  public record Found(Item item, double score) {}

  private static final float NEGATIVE = -0.5f;

  private final LiveCatalog catalog;
  private final ItemIndex index;
  private final Optional<SentenceEmbedder> embedder;
  private final Optional<SpanishBridge> bridge;
  private final Turns turns;

  /** A search that takes every text as it is written. */
  public ItemSearch(
      LiveCatalog catalog, ItemIndex index, Optional<SentenceEmbedder> embedder, Turns turns) {
    this(catalog, index, embedder, Optional.empty(), turns);
  }

  /**
   * @param bridge puts Spanish texts into English words, which are looked for beside the Spanish
   *     ones, and in their place for meaning where the embedder does not know Spanish
   * @param turns in which it looks
   */
  public ItemSearch(
      LiveCatalog catalog,
      ItemIndex index,
      Optional<SentenceEmbedder> embedder,
      Optional<SpanishBridge> bridge,
      Turns turns) {
    this.catalog = catalog;
    this.index = index;
    this.embedder = embedder;
    this.bridge = bridge;
    this.turns = turns;
  }

  /** The same, but every text is taken as it is written. */
  public ItemSearch withoutBridge() {
    return new ItemSearch(catalog, index, embedder, turns);
  }

  /** The mode for who names none: hybrid, or keyword where no embedder is loaded. */
  public Mode defaultMode() {
    return embedder.isPresent() ? Mode.HYBRID : Mode.KEYWORD;
  }

  /** Whether there is an item with this id. */
  public boolean exists(String itemId) {
    return catalog.snapshot().ordinal(itemId).isPresent();
  }

  /**
   * The best matches of a text.
   *
   * @throws InvalidRequestException when meaning is asked for and no embedder is loaded
   */
  public List<Found> search(
      String text, Mode mode, int count, Optional<String> filter, Deadline deadline) {
    CatalogSnapshot snapshot = catalog.snapshot();
    Filter condition = filter.map(index::filter).orElse(Filter.everything());
    Optional<float[]> vector =
        mode == Mode.KEYWORD ? Optional.empty() : Optional.of(embed(text, deadline));
    String words = bridge.map(b -> b.words(text)).orElse(text);
    try (var _ = turns.take();
        IndexView view = index.view()) {
      List<Hit> hits =
          switch (mode) {
            case HYBRID -> view.hybrid(words, vector.orElseThrow(), count, condition);
            case SEMANTIC -> view.nearest(vector.orElseThrow(), count, condition);
            case KEYWORD -> view.keyword(words, count, condition);
          };
      return found(hits, snapshot);
    }
  }

  /**
   * The items nearest to the mean of {@code positives} less half the mean of {@code negatives}, the
   * given ones left out.
   *
   * @throws InvalidRequestException when an item does not exist or none of the positives has a
   *     vector
   */
  public List<Found> similar(
      List<String> positives, List<String> negatives, int count, Optional<String> filter) {
    CatalogSnapshot snapshot = catalog.snapshot();
    Filter condition = filter.map(index::filter).orElse(Filter.everything());
    try (var _ = turns.take();
        IndexView view = index.view()) {
      Optional<float[]> wanted = sum(view, snapshot, "/positives", positives, 1);
      Optional<float[]> unwanted = sum(view, snapshot, "/negatives", negatives, NEGATIVE);
      if (wanted.isEmpty()) {
        throw new InvalidRequestException("/positives", "none of the items has a vector");
      }
      float[] query = wanted.get();
      unwanted.ifPresent(away -> Vectors.add(query, 1, away));
      Vectors.normalise(query);
      Set<String> given = new HashSet<>(positives);
      given.addAll(negatives);
      return found(view.nearest(query, count + given.size(), condition), snapshot).stream()
          .filter(f -> !given.contains(f.item().id()))
          .limit(count)
          .toList();
    }
  }

  private static Optional<float[]> sum(
      IndexView view, CatalogSnapshot snapshot, String pointer, List<String> ids, float weight) {
    float[] sum = new float[0];
    int found = 0;
    for (int i = 0; i < ids.size(); i++) {
      OptionalInt ordinal = snapshot.ordinal(ids.get(i));
      if (ordinal.isEmpty()) {
        throw new InvalidRequestException(
            pointer + "/" + i, "no item has the id '%s'".formatted(ids.get(i)));
      }
      Optional<float[]> vector = view.vector(ordinal.getAsInt());
      if (vector.isPresent()) {
        found++;
        sum = sum.length == 0 ? new float[vector.get().length] : sum;
        Vectors.add(sum, 1, vector.get());
      }
    }
    for (int d = 0; d < sum.length; d++) {
      sum[d] *= weight / found;
    }
    return found == 0 ? Optional.empty() : Optional.of(sum);
  }

  private float[] embed(String text, Deadline deadline) {
    SentenceEmbedder model =
        embedder.orElseThrow(
            () ->
                new InvalidRequestException(
                    "/mode", "no embedder is loaded: only the mode 'keyword' can be used"));
    try {
      List<String> asked = bridge.map(b -> b.wordings(text, model::knows)).orElse(List.of(text));
      return model.embedQuestion(asked, deadline).join();
    } catch (CompletionException | CancellationException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private static List<Found> found(List<Hit> hits, CatalogSnapshot snapshot) {
    return hits.stream()
        .filter(hit -> snapshot.isLive(hit.ordinal()))
        .map(hit -> new Found(snapshot.item(hit.ordinal()), hit.score()))
        .toList();
  }
}
