package dev.drago.evaluation;

import dev.drago.recommend.RecommendationRequest;
import dev.drago.recommend.Recommender;
import dev.drago.scoring.Profile;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rankings that a {@link Recommender} serves, asked of one and the same set of rows: each
 * scorer works once a case, however many rankings it has a part in.
 */
public final class ServedRankers implements CaseScorer {

  /** The fusion of all scorers. */
  public static final String AUTO = RecommendationRequest.AUTO;

  /** Begins the name of a fusion of all scorers but the one that follows. */
  public static final String AUTO_WITHOUT = "auto-without:";

  /** The step that makes a ranking of the scorers' rows, in latencies. */
  public static final String FUSION = "fusion";

  private final Recommender recommender;
  private final List<String> rankers;
  private final List<String> scorers;

  /**
   * @param rankers which to ask: {@code auto}, {@code rerank}, a scorer's name, or {@code
   *     auto-without:} and a scorer's name
   */
  public ServedRankers(Recommender recommender, List<String> rankers) {
    this.recommender = recommender;
    this.rankers = List.copyOf(rankers);
    boolean fused = rankers.stream().anyMatch(ServedRankers::isFused);
    this.scorers =
        Stream.concat(
                recommender.fusedScorers().stream().filter(name -> fused || rankers.contains(name)),
                recommender.slowStrategies().stream().filter(rankers::contains))
            .toList();
  }

  /** Whether a ranking is made of all scorers. */
  public static boolean isFused(String ranker) {
    return ranker.startsWith(AUTO) || ranker.equals(RecommendationRequest.RERANK);
  }

  /** The rankings of a fusion with each of its scorers left out; none where it has but one. */
  public static List<String> ablations(List<String> scorers) {
    return scorers.size() < 2
        ? List.of()
        : scorers.stream().map(scorer -> AUTO_WITHOUT + scorer).toList();
  }

  /** All rankings of some scorers, of which {@code fused} have a part in {@code auto}. */
  public static List<String> all(List<String> scorers, List<String> fused) {
    List<String> all = new ArrayList<>(scorers);
    all.add(AUTO);
    all.addAll(ablations(fused));
    return all;
  }

  @Override
  public Scores score(Case question, BitSet allowed) {
    Recommender.Rows rows =
        recommender.rows(Profile.ofHistory(question.history()), Set.copyOf(scorers));
    Map<String, Long> nanos = new LinkedHashMap<>(rows.nanos());
    Map<String, float[]> scores = new LinkedHashMap<>();
    for (String ranker : rankers) {
      boolean ablated = ranker.startsWith(AUTO_WITHOUT);
      long start = System.nanoTime();
      scores.put(
          ranker,
          recommender.scores(
              rows,
              ablated ? AUTO : ranker,
              ablated ? Set.of(ranker.substring(AUTO_WITHOUT.length())) : Set.of(),
              allowed));
      if (ranker.equals(AUTO)) {
        nanos.put(FUSION, System.nanoTime() - start);
      } else if (ranker.equals(RecommendationRequest.RERANK)) {
        nanos.put(ranker, System.nanoTime() - start);
      }
    }
    return new Scores(scores, nanos);
  }
}
