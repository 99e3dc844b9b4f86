package dev.drago.recommend;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.index.IndexView;
import dev.drago.index.ItemIndex;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A colour for each item from its vector, so that like items have like colours: the angle of the
 * vector in the plane in which the catalogue differs most ({@link PrincipalPlane}).
 *
 * <p>The plane is found on a thread of its own, from a sample, when the first colour is asked for
 * and again when the catalogue has doubled: colours hold between these moments.
 */
public final class Hues {

  private static final Logger LOG = System.getLogger("dev.drago.recommend");
  private static final int SAMPLE = 4_096;
  private static final long SEED = 1;

  /** How long a request waits for the first plane, which takes 0.1 to 0.3 s. */
  private static final long PATIENCE_MILLIS = 2_000;

  /** What was found when the index had so many items. */
  private record Found(int items, Optional<PrincipalPlane> plane) {}

  private final LiveCatalog catalog;
  private final ItemIndex index;
  private volatile Found found = new Found(0, Optional.empty());
  private CompletableFuture<Found> search = CompletableFuture.completedFuture(found);

  public Hues(LiveCatalog catalog, ItemIndex index) {
    this.catalog = catalog;
    this.index = index;
  }

  /**
   * The hues of these items, in degrees from 0 to 359. Without one are ids that no item has, items
   * without a vector, and for a moment after the start all.
   */
  public Map<String, Integer> of(List<String> itemIds) {
    CatalogSnapshot snapshot = catalog.snapshot();
    Map<String, Integer> hues = new LinkedHashMap<>();
    try (IndexView view = index.view()) {
      Optional<PrincipalPlane> plane = plane(view.size());
      for (String id : itemIds) {
        OptionalInt ordinal = snapshot.ordinal(id);
        if (plane.isPresent() && ordinal.isPresent()) {
          view.vector(ordinal.getAsInt())
              .ifPresent(vector -> hues.put(id, plane.get().angle(vector)));
        }
      }
    }
    return hues;
  }

  private Optional<PrincipalPlane> plane(int items) {
    Found last = found;
    if (items > 0 && items >= 2 * last.items()) {
      CompletableFuture<Found> now = search();
      if (last.plane().isEmpty()) {
        last =
            now.completeOnTimeout(last, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .exceptionally(e -> found)
                .join();
      }
    }
    return last.plane();
  }

  /** The one under way, or a new one. */
  private synchronized CompletableFuture<Found> search() {
    if (search.isDone()) {
      CompletableFuture<Found> started = new CompletableFuture<>();
      search = started;
      Thread.ofPlatform()
          .name("hues")
          .daemon()
          .priority(Thread.MIN_PRIORITY)
          .start(() -> find(started));
    }
    return search.copy(); // who waits no longer must not end it for the others
  }

  private void find(CompletableFuture<Found> result) {
    try (IndexView view = index.view()) {
      List<float[]> sample = sample(view);
      found =
          new Found(
              view.size(),
              sample.isEmpty() ? Optional.empty() : Optional.of(PrincipalPlane.of(sample)));
      result.complete(found);
    } catch (RuntimeException | Error e) { // the next request tries again
      LOG.log(Level.WARNING, "the colours of the items could not be found", e);
      result.completeExceptionally(e);
    }
  }

  /** A part of the vectors, the same of the same catalogue. */
  private List<float[]> sample(IndexView view) {
    BitSet live = catalog.snapshot().live();
    int[] ordinals = live.stream().toArray();
    Random random = new Random(SEED);
    List<float[]> sample = new ArrayList<>();
    for (int i = 0; i < ordinals.length && sample.size() < SAMPLE; i++) {
      int other = i + random.nextInt(ordinals.length - i);
      int drawn = ordinals[other];
      ordinals[other] = ordinals[i];
      view.vector(drawn).ifPresent(sample::add);
    }
    return sample;
  }
}
