package dev.drago.cli;

import dev.drago.scoring.ItemCounts;
import dev.drago.scoring.LinearScorer;
import dev.drago.scoring.NewItems;
import dev.drago.scoring.PopularityScorer;
import dev.drago.scoring.Scorer;
import dev.drago.scoring.TextNeighbours;
import dev.drago.scoring.linear.DecayedCounts;
import dev.drago.scoring.linear.LinearRecipe;
import dev.drago.scoring.linear.LinearWeights;
import dev.drago.scoring.linear.Publication;
import dev.drago.scoring.linear.TrainedFolder;
import dev.drago.scoring.linear.UnusableModelException;
import dev.drago.store.ItemRepository;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The scorers that are trained here, with what was last trained. A file that cannot be used is one
 * line in the log, and its scorer is as if it were not there until the next training.
 */
final class TrainedScorers {

  private static final Logger LOG = System.getLogger("dev.drago.linear");
  private static final int WATCH_SECONDS = 2;

  private final TrainedFolder folder;
  private final ItemRepository items;
  private final Map<LinearRecipe, AtomicReference<Optional<LinearWeights>>> weights =
      new LinkedHashMap<>();
  private final AtomicReference<Optional<DecayedCounts>> decayed =
      new AtomicReference<>(Optional.empty());
  private final AtomicReference<Optional<Publication>> current =
      new AtomicReference<>(Optional.empty());
  private String loaded = "";

  TrainedScorers(Path data, ItemRepository items) {
    this.folder = Training.folder(data);
    this.items = items;
    for (LinearRecipe recipe : Training.SERVED) {
      weights.put(recipe, new AtomicReference<>(Optional.empty()));
    }
  }

  /** The scorers; each uses what is current when it is asked. */
  List<Scorer> scorers(ItemCounts counts, TextNeighbours neighbours, Executor turns) {
    List<Scorer> scorers = new ArrayList<>();
    weights.forEach(
        (recipe, held) ->
            scorers.add(new NewItems(new LinearScorer(recipe.id(), held), neighbours, turns)));
    scorers.add(new PopularityScorer(counts, decayed));
    return scorers;
  }

  /** What is in force, if anything was trained and can be used. */
  Optional<Publication> current() {
    return current.get();
  }

  /** Loads what is in force, unless it is loaded already; whether anything changed. */
  synchronized boolean load() {
    String stamp = folder.stamp();
    if (stamp.equals(loaded)) {
      return false;
    }
    loaded = stamp;
    Optional<Publication> published = published();
    for (LinearRecipe recipe : weights.keySet()) {
      usable(
          () ->
              published
                  .flatMap(p -> p.model(recipe.id()))
                  .map(model -> folder.weights(recipe, model)),
          weights.get(recipe));
    }
    usable(() -> published.map(p -> folder.counts(p.popularity())), decayed);
    current.set(published);
    return true;
  }

  private Optional<Publication> published() {
    try {
      Optional<Publication> published = folder.current();
      if (published.isPresent()
          && !published
              .get()
              .catalogue()
              .equals(CatalogueDigest.of(items, published.get().items()))) {
        throw new IllegalStateException(
            "what was trained is of another catalogue; drago train mends that");
      }
      return published;
    } catch (UnusableModelException | IllegalStateException e) {
      LOG.log(Level.WARNING, e.getMessage());
      return Optional.empty();
    }
  }

  private static <T> void usable(
      java.util.function.Supplier<Optional<T>> loading, AtomicReference<Optional<T>> held) {
    try {
      held.set(loading.get());
    } catch (UnusableModelException e) {
      LOG.log(Level.WARNING, e.getMessage() + "; drago train mends that");
      held.set(Optional.empty());
    }
  }

  /** Takes up each training as it is published, until {@code stopped}. */
  void watch(CountDownLatch stopped) {
    boolean done = false;
    while (!done) {
      try {
        done = stopped.await(WATCH_SECONDS, TimeUnit.SECONDS);
        if (!done && load()) {
          current()
              .ifPresent(p -> LOG.log(Level.INFO, "serving what was trained at " + p.trainedAt()));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        done = true;
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "what was trained could not be loaded", e);
      }
    }
  }
}
