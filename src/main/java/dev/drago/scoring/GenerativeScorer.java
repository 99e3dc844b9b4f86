package dev.drago.scoring;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.drago.inference.Caller;
import dev.drago.inference.ChatModel;
import dev.drago.inference.NamedItem;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Has a language model name the next item: a beam search over the titles of the catalogue after a
 * prompt that tells the history and the wish. What it names is always an item; of items it does not
 * name it has no opinion.
 *
 * <p>A model that was never trained on this catalogue names what is famous and what is short. So a
 * title's score is the logarithm of its probability less a part of that which it has when nothing
 * is known of the person: {@code log P(title | person) − α · log P(title | nobody)}.
 */
public final class GenerativeScorer implements Scorer {

  public static final String NAME = "generative";

  /** How much of a title's own probability is taken away: set beforehand, not tuned. */
  static final double PRIOR_WEIGHT = 0.5;

  /** What is asked for: enough for a page, and few enough to be found in a few steps. */
  private static final int WANTED = 20;

  private static final int MOST_PRIORS = 200_000;

  private final ChatModel model;
  private final ItemTitles titles;
  private final double priorWeight;
  private final int beams;

  /** How likely the model is to name an item to anybody, by name: it is asked once for each. */
  private final Cache<String, Double> known =
      Caffeine.newBuilder().maximumSize(MOST_PRIORS).build();

  public GenerativeScorer(ItemTitles titles) {
    this(titles, PRIOR_WEIGHT, ChatModel.MAX_BEAMS);
  }

  GenerativeScorer(ItemTitles titles, double priorWeight, int beams) {
    this.model = titles.model();
    this.titles = titles;
    this.priorWeight = priorWeight;
    this.beams = beams;
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
  public boolean isOnDemand() {
    return true;
  }

  @Override
  public CompletableFuture<float[]> score(Request request) {
    TitlePaths paths = titles.of(request.catalog());
    Caller caller = Caller.here();
    AtomicReference<CompletableFuture<?>> asked = new AtomicReference<>();
    CompletableFuture<List<NamedItem>> naming =
        model.nameItems(
            RecommendationPrompt.next(request.profile(), request.catalog(), paths::name),
            paths.trie(),
            request.allowed(),
            beams,
            WANTED,
            request.deadline());
    CompletableFuture<float[]> row =
        naming.thenComposeAsync( // not on the model's thread
            named -> caller.call(() -> corrected(named, paths, request, asked::set)));
    var unused =
        row.whenComplete(
            (scores, e) -> {
              if (row.isCancelled()) { // whichever of the two is running
                naming.cancel(false);
                Optional.ofNullable(asked.get()).ifPresent(priors -> priors.cancel(false));
              }
            });
    return row;
  }

  private double prior(String name) {
    Double prior = known.getIfPresent(name);
    return prior == null ? Double.NaN : prior;
  }

  private CompletableFuture<float[]> corrected(
      List<NamedItem> named,
      TitlePaths paths,
      Request request,
      Consumer<CompletableFuture<?>> running) {
    double[] priors = named.stream().mapToDouble(item -> prior(paths.name(item.item()))).toArray();
    int[] missing =
        IntStream.range(0, priors.length).filter(i -> Double.isNaN(priors[i])).toArray();
    CompletableFuture<double[]> asked =
        missing.length == 0
            ? CompletableFuture.completedFuture(new double[0])
            : model.logProbabilities(
                RecommendationPrompt.nextForAnyone(),
                IntStream.of(missing).mapToObj(i -> paths.path(named.get(i).item())).toList(),
                request.deadline());
    running.accept(asked);
    return asked.thenApply(
        values -> {
          for (int m = 0; m < missing.length; m++) {
            priors[missing[m]] = values[m];
            known.put(paths.name(named.get(missing[m]).item()), values[m]);
          }
          float[] row = Scorer.noOpinion(request.catalog().size());
          for (int i = 0; i < priors.length; i++) {
            row[named.get(i).item()] = (float) (named.get(i).score() - priorWeight * priors[i]);
          }
          return row;
        });
  }
}
