package dev.drago.evaluation;

import dev.drago.recommend.Attribution;
import dev.drago.recommend.Attributor;
import dev.drago.recommend.Recommender;
import dev.drago.scoring.Profile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Whether an explanation names what made a recommendation: of the item that is recommended first,
 * taking the item with the largest effect out of the history must cost it more places than taking
 * another one out.
 *
 * <p>Everything is ranked again by the shorter history, weights included, so this also judges that
 * an effect holds the rest still. The other item is drawn among the last {@link
 * Attributor#EXAMINED} too, as older ones matter less to any model and would be easy to beat; and
 * as the newest item is a good guess without any measuring, it is compared as well. The items of
 * the whole history stay masked. An item that occurs more than once is taken out everywhere.
 */
public final class Faithfulness {

  private final Recommender recommender;
  private final Attributor attributor;
  private final BitSet candidates;
  private final long seed;

  /**
   * What was found of one ranking.
   *
   * @param strategy {@code auto} or a scorer's name
   * @param users how many were asked
   * @param withoutEvidence how many of them count for nothing, because no item of theirs lifted the
   *     first one, or because they have no second item to compare with
   * @param top how many places the first item loses without the item of the largest effect
   * @param random how many without another one
   * @param newest how many without the newest item that is not the one of the largest effect
   * @param difference of {@code top} and {@code random}, paired by user
   * @param better share of users to whom {@code top} costs more places than {@code random}
   * @param worse share to whom it costs fewer; to all others as many
   */
  public record Report(
      String strategy,
      int users,
      int withoutEvidence,
      Estimate top,
      Estimate random,
      Estimate newest,
      Estimate difference,
      Estimate better,
      Estimate worse) {}

  /** Places lost by one user's first item. */
  private record Loss(double top, double random, double newest) {}

  /**
   * @param candidates the ordinals that are ranked
   * @param seed of the users and items drawn, and of the bootstrap
   */
  public Faithfulness(Recommender recommender, BitSet candidates, long seed) {
    this.recommender = recommender;
    this.attributor = new Attributor(recommender);
    this.candidates = (BitSet) candidates.clone();
    this.seed = seed;
  }

  /** So many users, or all, drawn by the seed. */
  public List<History> draw(List<History> log, int users) {
    List<History> drawn = new ArrayList<>(log);
    Collections.shuffle(drawn, new Random(seed));
    return List.copyOf(drawn.subList(0, Math.min(users, drawn.size())));
  }

  /**
   * Refuses what cannot be measured: a strategy that there is not, and one of a chat model, which
   * takes seconds for each list and is explained by {@code auto}.
   *
   * @throws IllegalArgumentException with a sentence that names those that can be
   */
  public void requireMeasurable(String strategy) {
    List<String> measurable = new ArrayList<>(List.of(ServedRankers.AUTO));
    measurable.addAll(recommender.fusedScorers());
    if (!measurable.contains(strategy)) {
      throw new IllegalArgumentException(
          (recommender.slowStrategies().contains(strategy)
                  ? "'%s' asks a chat model, and its explanations are those of auto; there are: %s"
                  : "there is no scorer '%s'; there are: %s")
              .formatted(strategy, String.join(", ", measurable)));
    }
  }

  /**
   * Asks users.
   *
   * @throws EvaluationException when a scorer fails; names the user
   * @throws IllegalArgumentException when the strategy is not one that can be measured; when none
   *     of the users has evidence: no user, no figure
   */
  public Report measure(List<History> users, String strategy, int parallelism, Progress progress) {
    requireMeasurable(strategy);
    List<Optional<Loss>> losses =
        new ArrayList<>(Collections.nCopies(users.size(), Optional.empty()));
    int asked =
        Workers.run(
            users.size(),
            parallelism,
            number -> {
              try {
                losses.set(number, loss(users.get(number), number, strategy));
              } catch (RuntimeException e) {
                throw new EvaluationException(users.get(number).user(), e);
              }
            },
            progress);
    List<Loss> known = losses.subList(0, asked).stream().flatMap(Optional::stream).toList();
    if (known.isEmpty()) {
      throw new IllegalArgumentException(
          "of %d users none has a recommendation that an item of theirs lifted".formatted(asked));
    }
    Bootstrap bootstrap = Bootstrap.seeded(seed);
    return new Report(
        strategy,
        asked,
        asked - known.size(),
        bootstrap.mean(known.stream().mapToDouble(Loss::top).toArray()),
        bootstrap.mean(known.stream().mapToDouble(Loss::random).toArray()),
        bootstrap.mean(known.stream().mapToDouble(Loss::newest).toArray()),
        bootstrap.mean(known.stream().mapToDouble(l -> l.top - l.random).toArray()),
        bootstrap.mean(known.stream().mapToDouble(l -> l.top > l.random ? 1 : 0).toArray()),
        bootstrap.mean(known.stream().mapToDouble(l -> l.top < l.random ? 1 : 0).toArray()));
  }

  private Optional<Loss> loss(History user, int number, String strategy) {
    int[] history = user.items();
    BitSet allowed = (BitSet) candidates.clone();
    Arrays.stream(history).forEach(allowed::clear);
    Recommender.Rows rows = rows(history, strategy);
    float[] scores = recommender.scores(rows, strategy, Set.of(), allowed);
    int[] first = Ranks.top(scores, allowed, 1);
    int[] examined =
        Arrays.stream(history)
            .skip(Math.max(0, history.length - Attributor.EXAMINED))
            .distinct()
            .toArray();
    if (first.length == 0 || examined.length < 2) {
      return Optional.empty();
    }
    Attribution.OfItem measured = attributor.of(rows, strategy, allowed, first).items().getFirst();
    int top = examined[0];
    for (int item : examined) {
      top = measured.effect(item) > measured.effect(top) ? item : top;
    }
    if (measured.effect(top) <= 0) {
      return Optional.empty();
    }
    int strongest = top;
    int[] others = IntStream.of(examined).filter(item -> item != strongest).toArray();
    int random = others[new SplittableRandom(seed + number).nextInt(others.length)];
    int newest =
        IntStream.iterate(history.length - 1, p -> p - 1)
            .map(p -> history[p])
            .filter(item -> item != strongest)
            .findFirst()
            .orElseThrow();
    double before = Ranks.rank(scores, allowed, first[0]);
    return Optional.of(
        new Loss(
            rank(history, top, strategy, allowed, first[0]) - before,
            rank(history, random, strategy, allowed, first[0]) - before,
            rank(history, newest, strategy, allowed, first[0]) - before));
  }

  private double rank(int[] history, int without, String strategy, BitSet allowed, int item) {
    int[] rest = IntStream.of(history).filter(other -> other != without).toArray();
    Recommender.Rows rows = rows(rest, strategy);
    return Ranks.rank(recommender.scores(rows, strategy, Set.of(), allowed), allowed, item);
  }

  private Recommender.Rows rows(int[] history, String strategy) {
    Set<String> names =
        strategy.equals(ServedRankers.AUTO)
            ? Set.copyOf(recommender.fusedScorers())
            : Set.of(strategy);
    return recommender.rows(Profile.ofHistory(history), names);
  }
}
