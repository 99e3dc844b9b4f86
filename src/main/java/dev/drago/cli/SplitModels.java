package dev.drago.cli;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.evaluation.History;
import dev.drago.evaluation.ItemFacts;
import dev.drago.evaluation.Setup;
import dev.drago.evaluation.Split;
import dev.drago.scoring.ItemCounts;
import dev.drago.scoring.LinearScorer;
import dev.drago.scoring.NewItems;
import dev.drago.scoring.PopularityScorer;
import dev.drago.scoring.Scorer;
import dev.drago.scoring.linear.DecayedCounts;
import dev.drago.scoring.linear.LinearRecipe;
import dev.drago.scoring.linear.LinearTrainer;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The models that evaluation makes itself, of the training part of a split alone; in service the
 * same are made of the whole log.
 *
 * @param served those that have a part in {@code auto}
 * @param baselines those that are only compared with
 * @param models what they are, for the report
 */
record SplitModels(List<Scorer> served, List<Scorer> baselines, List<Setup.Model> models) {

  private static final List<LinearRecipe> BASELINES = List.of(LinearRecipe.EASE);

  /** The names of all that {@link #train} can make and that have a part in {@code auto}. */
  static List<String> servedNames() {
    return Stream.concat(
            Training.SERVED.stream().map(LinearRecipe::id), Stream.of(PopularityScorer.NAME))
        .toList();
  }

  /** The names of the baselines. */
  static List<String> baselineNames() {
    return BASELINES.stream().map(LinearRecipe::id).toList();
  }

  /**
   * Trains one model after the other.
   *
   * @param wanted names of those to make
   * @param out hears of each
   * @throws InterruptedException when the thread was interrupted
   */
  static SplitModels train(
      Instance opened,
      Split split,
      ItemFacts facts,
      Predicate<String> wanted,
      TrainingOptions options,
      PrintWriter out)
      throws InterruptedException {
    CatalogSnapshot catalog = opened.catalog().snapshot();
    List<int[]> histories = split.training().stream().map(History::items).toList();
    List<Setup.Model> models = new ArrayList<>();
    List<Scorer> served = new ArrayList<>();
    for (LinearRecipe recipe : Training.SERVED) {
      if (wanted.test(recipe.id())) {
        served.add(
            new NewItems(
                linear(recipe, histories, catalog, models, options, out),
                opened.neighbours(),
                opened.turns()));
      }
    }
    if (wanted.test(PopularityScorer.NAME)) {
      served.add(popularity(split, facts, options.halfLife));
      models.add(
          new Setup.Model(
              PopularityScorer.NAME,
              "counts of the training part, half after %,d days where it has times"
                  .formatted(options.halfLife.toDays()),
              Optional.empty()));
    }
    List<Scorer> baselines = new ArrayList<>();
    for (LinearRecipe recipe : BASELINES) {
      if (wanted.test(recipe.id())) {
        baselines.add(linear(recipe, histories, catalog, models, options, out));
      }
    }
    return new SplitModels(served, baselines, models);
  }

  /** Counts that fade from the newest event of the training part, as in service. */
  private static Scorer popularity(Split split, ItemFacts facts, Duration halfLife) {
    long now =
        split.training().stream()
            .flatMapToLong(history -> Arrays.stream(history.times()))
            .max()
            .orElse(0);
    long[] counted = facts.interactions();
    DecayedCounts.Accumulator faded = new DecayedCounts.Accumulator(counted.length, now, halfLife);
    for (History history : split.training()) {
      for (int i = 0; i < history.items().length; i++) {
        if (history.times().length == 0) {
          faded.addUntimed(history.items()[i]);
        } else {
          faded.add(history.items()[i], history.times()[i]);
        }
      }
    }
    return new PopularityScorer(
        new ItemCounts(counted), new AtomicReference<>(Optional.of(faded.counts())));
  }

  private static Scorer linear(
      LinearRecipe recipe,
      List<int[]> histories,
      CatalogSnapshot catalog,
      List<Setup.Model> models,
      TrainingOptions options,
      PrintWriter out)
      throws InterruptedException {
    long start = System.nanoTime();
    LinearTrainer.Trained trained =
        LinearTrainer.train(recipe, histories, catalog.size(), options.linearItems, stage -> {});
    int known = trained.weights().knownItems();
    int dense = trained.weights().denseItems();
    out.printf(
        Locale.ROOT, "trained %s in %.1f s%n", recipe.id(), (System.nanoTime() - start) / 1e9);
    if (dense < known && trained.limit() < options.linearItems) {
      out.printf(
          Locale.ROOT,
          "the heap holds %,d of the %,d items of %s exactly, the others approximately; a larger one"
              + " (DRAGO_HEAP) gives other figures%n",
          dense,
          known,
          recipe.id());
    }
    out.flush();
    models.add(
        new Setup.Model(
            recipe.id(),
            String.format(
                Locale.ROOT,
                "trained on the split, λ %.0f, decay %.1f, exact for %,d of %,d items",
                recipe.ridge(),
                recipe.decay(),
                dense,
                known),
            Optional.empty()));
    return new LinearScorer(recipe.id(), trained.weights());
  }
}
