package dev.drago.scoring;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.inference.Cancellations;
import dev.drago.inference.ChatModel;
import dev.drago.inference.Deadline;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Asks a language model which of some candidates comes next, each under a letter: the letters'
 * probabilities after one prefill are its opinion.
 *
 * <p>Models prefer some letters and some places in a list to others, whatever stands there (Zheng
 * et al., ICLR 2024). So the list is read in several orders, each candidate early as often as late,
 * and what counts is the mean of the logarithms. The history is read once for all orders.
 */
public final class Verbalizer {

  /** One letter each. */
  public static final int MOST_CANDIDATES = 20;

  private static final int ORDERS = 2;

  private static final List<String> LETTERS =
      IntStream.range(0, MOST_CANDIDATES).mapToObj(i -> Character.toString('A' + i)).toList();

  private final ChatModel model;
  private final int orders;
  private final List<int[]> letterPaths;
  private final ItemTitles titles;

  public Verbalizer(ItemTitles titles) {
    this(titles, ORDERS);
  }

  /**
   * @param orders in how many orders the list is read: even, so that each place has its mirror
   */
  Verbalizer(ItemTitles titles, int orders) {
    this.titles = titles;
    this.model = titles.model();
    this.orders = orders;
    this.letterPaths = LETTERS.stream().map(model::tokens).toList();
    if (letterPaths.stream().anyMatch(path -> path.length != 1)) {
      throw new IllegalArgumentException(
          "model %s has no token for each letter from A on".formatted(model.model()));
    }
  }

  /**
   * The model's opinion of each candidate, in nats, 0 on average.
   *
   * @param candidates ordinals, at most {@link #MOST_CANDIDATES}
   */
  public CompletableFuture<double[]> opinions(
      CatalogSnapshot catalog, Profile profile, List<Integer> candidates, Deadline deadline) {
    if (candidates.isEmpty() || candidates.size() > MOST_CANDIDATES) {
      throw new IllegalArgumentException(
          "%d candidates: 1 to %d have a letter".formatted(candidates.size(), MOST_CANDIDATES));
    }
    TitlePaths paths = titles.of(catalog);
    List<int[]> letters = letterPaths.subList(0, candidates.size());
    List<List<Integer>> lists = new ArrayList<>();
    List<CompletableFuture<double[]>> answers = new ArrayList<>();
    for (int n = 0; n < orders; n++) {
      List<Integer> list = new ArrayList<>(candidates);
      Collections.rotate(list, (n / 2) * candidates.size() * 2 / orders);
      if (n % 2 == 1) {
        Collections.reverse(list);
      }
      lists.add(list);
      answers.add(
          model.logProbabilities(
              RecommendationPrompt.choose(profile, catalog, paths::name, list, LETTERS),
              letters,
              deadline));
    }
    CompletableFuture<?>[] asked = answers.toArray(CompletableFuture[]::new);
    return Cancellations.reaching(
        CompletableFuture.allOf(asked).thenApply(done -> mean(candidates, lists, answers)), asked);
  }

  private static double[] mean(
      List<Integer> candidates,
      List<List<Integer>> lists,
      List<CompletableFuture<double[]>> answers) {
    double[] opinions = new double[candidates.size()];
    for (int n = 0; n < lists.size(); n++) {
      double[] letters = answers.get(n).join();
      double average =
          IntStream.range(0, letters.length).mapToDouble(i -> letters[i]).sum() / letters.length;
      for (int c = 0; c < opinions.length; c++) {
        int letter = lists.get(n).indexOf(candidates.get(c));
        opinions[c] += (letters[letter] - average) / lists.size();
      }
    }
    return opinions;
  }
}
