package dev.drago.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** From answers to figures: means, intervals and differences over groups of users. */
public final class Analysis {

  private static final int SHOWN = 10;

  /** The least history of each group, ascending. */
  private static final int[] LENGTHS = {0, 10, 20, 50, 100, 200};

  private static final List<String> THIRDS = List.of("head", "middle", "tail");

  private final Bootstrap bootstrap;

  public Analysis(long seed) {
    this.bootstrap = Bootstrap.seeded(seed);
  }

  /**
   * All users.
   *
   * @param reference which of the rankers the others are compared with; one that was not asked
   *     compares with none
   */
  public Group all(String label, Answers answers, List<String> rankers, String reference) {
    return group(label, answers, rankers, Optional.of(reference), i -> true);
  }

  /** Users by how much is known of them. */
  public Breakdown byHistoryLength(Answers answers, List<String> rankers) {
    List<Group> groups = new ArrayList<>();
    for (int g = 0; g < LENGTHS.length; g++) {
      int from = LENGTHS[g];
      int until = g + 1 < LENGTHS.length ? LENGTHS[g + 1] : Integer.MAX_VALUE;
      String label =
          g == 0 ? "<" + until : g + 1 == LENGTHS.length ? "≥" + from : from + "–" + (until - 1);
      groups.add(
          group(
              label,
              answers,
              rankers,
              Optional.empty(),
              i -> {
                int length = answers.asked().get(i).history().length;
                return from <= length && length < until;
              }));
    }
    return new Breakdown(Breakdown.Kind.HISTORY_LENGTH, groups);
  }

  /** Users by the popularity of the item they took. */
  public Breakdown byTargetPopularity(Answers answers, List<String> rankers, ItemFacts facts) {
    int[] thirds = thirds(facts.interactions());
    List<Group> groups = new ArrayList<>();
    for (int t = 0; t < THIRDS.size(); t++) {
      int third = t;
      groups.add(
          group(
              THIRDS.get(t),
              answers,
              rankers,
              Optional.empty(),
              i -> thirds[answers.asked().get(i).target()] == third));
    }
    return new Breakdown(Breakdown.Kind.TARGET_POPULARITY, groups);
  }

  /** Users by whether the item they took is one of {@code cold}. */
  public Breakdown byColdItem(
      Answers answers, List<String> rankers, IntPredicate cold, String reference) {
    IntPredicate isCold = i -> cold.test(answers.asked().get(i).target());
    return new Breakdown(
        Breakdown.Kind.COLD_ITEMS,
        List.of(
            withChance(
                group("cold item", answers, rankers, Optional.of(reference), isCold),
                answers,
                isCold),
            withChance(
                group("warm item", answers, rankers, Optional.of(reference), isCold.negate()),
                answers,
                isCold.negate())));
  }

  private Group group(
      String label,
      Answers answers,
      List<String> rankers,
      Optional<String> reference,
      IntPredicate member) {
    int[] members = IntStream.range(0, answers.asked().size()).filter(member).toArray();
    Optional<double[]> base =
        reference
            .filter(r -> answers.ranks().containsKey(r) && members.length > 0)
            .map(r -> pick(answers.ranks(r), members));
    // One stream a ranker: the resamples are the same whichever thread draws them.
    List<Metrics> metrics =
        rankers.parallelStream()
            .map(ranker -> Metrics.of(pick(answers.ranks(ranker), members), bootstrap))
            .toList();
    List<Comparison> comparisons =
        base.isEmpty()
            ? List.of()
            : rankers.parallelStream()
                .filter(ranker -> !ranker.equals(reference.get()))
                .map(
                    ranker -> {
                      double[] ranks = pick(answers.ranks(ranker), members);
                      return new Comparison(
                          ranker,
                          reference.get(),
                          bootstrap.difference(Metric.HIT_RATE, SHOWN, ranks, base.get()),
                          bootstrap.difference(Metric.NDCG, SHOWN, ranks, base.get()));
                    })
                .toList();
    Map<String, Metrics> byRanker = new LinkedHashMap<>();
    for (int r = 0; r < rankers.size(); r++) {
      byRanker.put(rankers.get(r), metrics.get(r));
    }
    return new Group(label, members.length, byRanker, comparisons);
  }

  private Group withChance(Group group, Answers answers, IntPredicate member) {
    int[] choices =
        IntStream.range(0, answers.asked().size())
            .filter(member)
            .map(i -> answers.choices()[i])
            .toArray();
    Map<String, Metrics> rankers = new LinkedHashMap<>(group.rankers());
    rankers.put(Group.CHANCE, Metrics.ofChance(choices, bootstrap));
    return new Group(group.label(), group.users(), rankers, group.comparisons());
  }

  private static double[] pick(double[] values, int[] places) {
    return Arrays.stream(places).mapToDouble(i -> values[i]).toArray();
  }

  /**
   * By item, which third of the interactions it belongs to, the most popular items first: in which
   * the interactions with strictly more popular items end.
   */
  static int[] thirds(long[] interactions) {
    long[] descending = Arrays.stream(interactions).map(n -> -n).sorted().map(n -> -n).toArray();
    double total = Arrays.stream(interactions).sum();
    Map<Long, Integer> thirdOfCount = new java.util.HashMap<>();
    double above = 0;
    for (long count : descending) {
      double reached = above;
      thirdOfCount.computeIfAbsent(
          count,
          c -> c == 0 ? THIRDS.size() - 1 : (int) Math.min(2, Math.floor(3 * reached / total)));
      above += count;
    }
    return Arrays.stream(interactions)
        .mapToInt(count -> thirdOfCount.getOrDefault(count, THIRDS.size() - 1))
        .toArray();
  }
}
