package dev.drago.cli;

import dev.drago.evaluation.TextTable;
import dev.drago.scoring.linear.DecayedCounts;
import dev.drago.scoring.linear.LinearRecipe;
import dev.drago.scoring.linear.LinearTrainer;
import dev.drago.scoring.linear.LinearTrainer.Trained;
import dev.drago.scoring.linear.LinearWeights;
import dev.drago.scoring.linear.Publication;
import dev.drago.scoring.linear.TrainedFolder;
import dev.drago.scoring.linear.TrainingStage;
import dev.drago.store.Database;
import dev.drago.store.InteractionRepository;
import dev.drago.store.ItemRepository;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Trains what is served from a log: reads the store, beside a server if need be, and publishes in
 * the folder that servers watch. Needs neither the index nor the models.
 */
final class Training {

  /** The recipes that are served, in the order in which they are trained. */
  static final List<LinearRecipe> SERVED = List.of(LinearRecipe.NEXT_ITEM, LinearRecipe.EASE_DECAY);

  private static final double MEGABYTE = 1e6;

  private Training() {}

  /** Where an instance keeps what it trained. */
  static TrainedFolder folder(Path data) {
    return new TrainedFolder(data.resolve("linear"));
  }

  /**
   * Trains and publishes; says what it did.
   *
   * @return whether there was anything to train on
   */
  static boolean run(
      StoreOptions store, TrainingOptions options, InstantSource clock, PrintWriter out) {
    Path data = store.data;
    TrainedFolder folder = folder(data);
    try (Database database = Database.openToRead(store.existing())) {
      if (new InteractionRepository(database).size().interactions() == 0) {
        out.printf("%s has no interactions: nothing to train%n", data);
        return false;
      }
      try (TrainedFolder.Writer writer =
          folder
              .writer()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "another training of %s is under way".formatted(data)))) {
        train(database, writer, options, clock, out);
        return true;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("what was trained could not be written: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("training was interrupted");
    }
  }

  private static void train(
      Database database,
      TrainedFolder.Writer writer,
      TrainingOptions options,
      InstantSource clock,
      PrintWriter out)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    ItemRepository items = new ItemRepository(database);
    InteractionRepository interactions = new InteractionRepository(database);
    Instant readAt = clock.instant();
    int size = items.size();
    DecayedCounts.Accumulator recent =
        new DecayedCounts.Accumulator(size, interactions.newestTime().orElse(0), options.halfLife);
    List<int[]> histories = new ArrayList<>();
    interactions.forEachTimedHistory(
        (user, history, times) -> {
          histories.add(history);
          for (int i = 0; i < history.length; i++) {
            if (times[i] == InteractionRepository.UNKNOWN_TIME) {
              recent.addUntimed(history[i]);
            } else {
              recent.add(history[i], times[i]);
            }
          }
        });
    DecayedCounts popularity = recent.counts();
    TrainedFolder.Basis basis =
        new TrainedFolder.Basis(
            readAt,
            Arrays.stream(popularity.counted()).sum(),
            histories.size(),
            size,
            CatalogueDigest.of(items, size));

    List<Trained> trained = new ArrayList<>();
    int stages = TrainingStage.values().length;
    AtomicLong begunStages = new AtomicLong();
    try (Progress progress =
        Progress.start("training", (long) stages * SERVED.size(), "stages", out)) {
      for (LinearRecipe recipe : SERVED) {
        trained.add(
            LinearTrainer.train(
                recipe,
                histories,
                size,
                options.linearItems,
                stage -> progress.at(begunStages.getAndIncrement())));
      }
      progress.at(begunStages.get());
    }
    List<LinearWeights> weights = trained.stream().map(Trained::weights).toList();
    Publication publication = writer.publish(basis, weights, popularity, options.halfLife);
    report(publication, trained, options, Duration.ofNanos(System.nanoTime() - begun), out);
  }

  private static void report(
      Publication publication,
      List<Trained> trained,
      TrainingOptions options,
      Duration total,
      PrintWriter out) {
    TextTable table = new TextTable("", "items", "exact", "rare pairs", "seconds", "MB");
    for (Trained model : trained) {
      LinearWeights weights = model.weights();
      Publication.Model entry = publication.model(weights.recipe().id()).orElseThrow();
      table.row(
          entry.name(),
          number(weights.knownItems()),
          number(weights.denseItems()),
          number(weights.sparsePairs()),
          seconds(model.times().values().stream().reduce(Duration.ZERO, Duration::plus)),
          megabytes(entry.file().bytes()));
    }
    table.row(
        "popularity",
        number(publication.items()),
        "",
        "",
        "",
        megabytes(publication.popularity().file().bytes()));
    out.print(table);
    for (Trained model : trained) {
      if (model.limit() < options.linearItems
          && model.weights().denseItems() < model.weights().knownItems()) {
        out.printf(
            Locale.ROOT,
            "the heap of %,.0f MB holds exact weights of %,d items only, not of %,d; DRAGO_HEAP"
                + " gives more%n",
            Runtime.getRuntime().maxMemory() / MEGABYTE,
            model.limit(),
            options.linearItems);
        break;
      }
    }
    out.printf(
        Locale.ROOT,
        "trained on %,d interactions of %,d users in %s s; at most %s MB of heap%n",
        publication.interactions(),
        publication.users(),
        seconds(total),
        megabytes(trained.stream().mapToLong(Trained::peakHeap).max().orElse(0)));
    out.flush();
  }

  private static String number(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1e3);
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / MEGABYTE);
  }
}
