package dev.drago.cli;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.dataset.NegativeModel;
import dev.drago.dataset.TrainingPart;
import dev.drago.inference.Deadline;
import dev.drago.inference.SequenceRanker;
import dev.drago.models.ModelEntry;
import dev.drago.scoring.SequenceScorer;
import dev.drago.scoring.linear.LinearRecipe;
import dev.drago.scoring.linear.LinearTrainer;
import dev.drago.store.InteractionRepository;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The model that chooses what a data set rejects. Linear weights and counts are made here, of what
 * may be learnt from alone; those in the data folder have seen the whole log.
 */
final class DatasetNegatives implements AutoCloseable {

  /** Which model. */
  enum Choice {
    SEQUENCE,
    LINEAR,
    POPULARITY;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final NegativeModel model;
  private final Optional<SequenceRanker> ranker;

  private DatasetNegatives(NegativeModel model, Optional<SequenceRanker> ranker) {
    this.model = model;
    this.ranker = ranker;
  }

  /**
   * Makes the model.
   *
   * @param choice which one; where nobody chose, the sequence model if one fits the catalogue, else
   *     the linear one
   * @throws IllegalArgumentException when a sequence model was chosen and none fits
   * @throws InterruptedException when the thread was interrupted while it trained
   */
  static DatasetNegatives open(
      Optional<Choice> choice,
      InstanceOptions options,
      CatalogSnapshot catalog,
      InteractionRepository log,
      PrintWriter out)
      throws InterruptedException {
    if (choice.orElse(Choice.SEQUENCE) == Choice.SEQUENCE) {
      InstanceModels models = new InstanceModels(options);
      Optional<ModelEntry> entry = models.sequence(catalog);
      if (entry.isPresent()) {
        return sequence(entry.get(), models.openSequence(entry.get()), catalog);
      }
      if (choice.isPresent()) {
        throw new IllegalArgumentException(
            "--negatives sequence needs a sequence model, and none fits this catalogue; --sequence-model names one");
      }
    }
    NegativeModel model =
        choice.equals(Optional.of(Choice.POPULARITY))
            ? popularity(catalog, log)
            : linear(catalog, log, out);
    return new DatasetNegatives(model, Optional.empty());
  }

  private static DatasetNegatives sequence(
      ModelEntry entry, SequenceRanker ranker, CatalogSnapshot catalog) {
    SequenceScorer scorer = new SequenceScorer(ranker);
    String origin =
        "%s, sha256 %s, a file trained elsewhere; models of scripts/sequence/train.py were trained without the last two items of each user, of others this is not known"
            .formatted(entry.id(), entry.sha256());
    return new DatasetNegatives(
        new NegativeModel(
            SequenceScorer.NAME,
            origin,
            history -> scorer.score(catalog, history, Deadline.none())),
        Optional.of(ranker));
  }

  private static NegativeModel popularity(CatalogSnapshot catalog, InteractionRepository log) {
    long[] counts = new long[catalog.size()];
    log.forEachHistory(
        (user, items) -> {
          for (int item : TrainingPart.of(items, catalog)) {
            counts[item]++;
          }
        });
    return NegativeModel.popularity(counts);
  }

  private static NegativeModel linear(
      CatalogSnapshot catalog, InteractionRepository log, PrintWriter out)
      throws InterruptedException {
    List<int[]> histories = new ArrayList<>();
    log.forEachHistory((user, items) -> histories.add(TrainingPart.of(items, catalog)));
    long begun = System.nanoTime();
    LinearTrainer.Trained trained =
        LinearTrainer.train(
            LinearRecipe.NEXT_ITEM,
            histories,
            catalog.size(),
            LinearTrainer.DEFAULT_LIMIT,
            stage -> {});
    out.printf(
        Locale.ROOT,
        "trained %s in %.1f s, exact for %,d of %,d items%n",
        LinearRecipe.NEXT_ITEM.id(),
        (System.nanoTime() - begun) / 1e9,
        trained.weights().denseItems(),
        trained.weights().knownItems());
    out.flush();
    return NegativeModel.linear(trained.weights(), catalog.size());
  }

  NegativeModel model() {
    return model;
  }

  @Override
  public void close() {
    ranker.ifPresent(SequenceRanker::close);
  }
}
