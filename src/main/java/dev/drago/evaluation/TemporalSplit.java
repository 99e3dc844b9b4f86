package dev.drago.evaluation;

import dev.drago.evaluation.Split.LeftOut;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * One moment for all: what came before it is known, what came after is asked. Nothing that is
 * learnt from is younger than anything that is asked, which leaving one out does not promise (Ji et
 * al., <i>A Critical Study on Data Leakage in Recommender System Offline Evaluation</i>, TOIS
 * 2023).
 *
 * <p>The events of the log, sorted by time, are cut at two of them: the last {@code share} is the
 * test slice, as much before it the validation slice, the rest is learnt from. Events of the moment
 * of a cut all lie after it. A user's target is their first item in the slice of the stage, their
 * history all before that slice. Users without a history are kept apart as strangers.
 *
 * <p>Left out, and counted, are users who took nothing in the slice, who had the target before, or
 * whose target is no candidate. Histories are put in order of their times first.
 *
 * @param share of the events in one slice, above 0 and below one half
 */
public record TemporalSplit(double share) implements SplitMethod {

  public TemporalSplit {
    if (!(share > 0 && share < 0.5)) {
      throw new IllegalArgumentException(
          "a test share of %s leaves no events to learn from: it must lie between 0 and 0.5"
              .formatted(share));
    }
  }

  @Override
  public String description() {
    return String.format(
        Locale.ROOT, "one point in time for all, %.3g %% of the events after it", 100 * share);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException when the log has no times
   */
  @Override
  public Split split(Stage stage, BitSet candidates, List<History> log) {
    long[] times = times(log);
    long validation = cut(times, 1 - 2 * share);
    long test = cut(times, 1 - share);
    long from = stage == Stage.TEST ? test : validation;
    long until = stage == Stage.TEST ? Long.MAX_VALUE : test;
    List<History> training = new ArrayList<>();
    List<Case> cases = new ArrayList<>();
    List<Case> strangers = new ArrayList<>();
    int repeatedTarget = 0;
    int unknownTarget = 0;
    int noTarget = 0;
    for (History unordered : log) {
      History history = unordered.inOrderOfTime();
      training.add(history.first(before(history, validation)));
      int known = before(history, from);
      if (known == history.items().length || history.times()[known] >= until) {
        noTarget++;
        continue;
      }
      int[] past = Arrays.copyOf(history.items(), known);
      int target = history.items()[known];
      if (IntStream.of(past).anyMatch(item -> item == target)) {
        repeatedTarget++;
      } else if (!candidates.get(target)) {
        unknownTarget++;
      } else {
        (known == 0 ? strangers : cases).add(Case.of(history.user(), past, target));
      }
    }
    return new Split(
        description(),
        stage,
        candidates,
        training,
        cases,
        strangers,
        new LeftOut(0, repeatedTarget, unknownTarget, noTarget));
  }

  private static long[] times(List<History> log) {
    for (History history : log) {
      if (history.times().length < history.items().length) {
        throw new IllegalArgumentException(
            "the log cannot be split by time: the interactions of user '%s' have none"
                .formatted(history.user()));
      }
    }
    return log.stream().flatMapToLong(h -> Arrays.stream(h.times())).sorted().toArray();
  }

  /** The time of the first event after the oldest {@code share} of them. */
  private static long cut(long[] times, double share) {
    int place = (int) Math.floor(share * times.length + 1e-9); // 0.9 * 10 is 9, not 8.999
    return place < times.length ? times[place] : Long.MAX_VALUE;
  }

  private static int before(History history, long moment) {
    int place = 0;
    while (place < history.times().length && history.times()[place] < moment) {
      place++;
    }
    return place;
  }
}
