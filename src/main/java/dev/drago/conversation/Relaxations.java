package dev.drago.conversation;

import dev.drago.index.IndexView;
import dev.drago.recommend.Language;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The ways out of a dead end, the least costly first.
 *
 * <p>It costs least to give up fewest statements; of such, what was said longest ago; of such, a
 * range before a value, as a range is seldom meant to the year; of such, what leaves most items.
 * Two are given up together only where no single one helps, and all of them where no two do.
 */
final class Relaxations {

  /** As many as one would read. */
  private static final int MOST = 5;

  /** Beyond it pairs are not tried. */
  private static final int MOST_FOR_PAIRS = 20;

  private record Way(List<Said> dropped, int items) {
    int newestTurn() {
      return dropped.stream().mapToInt(Said::turn).max().orElse(0);
    }

    long values() {
      return dropped.stream().filter(s -> s.statement() instanceof Statement.OfAttribute).count();
    }
  }

  private static final Comparator<Way> LEAST_COSTLY =
      Comparator.<Way>comparingInt(way -> way.dropped().size())
          .thenComparingInt(Way::newestTurn)
          .thenComparingLong(Way::values)
          .thenComparingInt(way -> -way.items())
          .thenComparing(way -> way.dropped().getFirst().id());

  private final Wants wants;
  private final Labels labels;
  private final Language language;

  Relaxations(Wants wants, Labels labels, Language language) {
    this.wants = wants;
    this.labels = labels;
    this.language = language;
  }

  /**
   * @param allowed what may be recommended were there no conditions
   */
  List<Relaxation> of(List<Said> said, BitSet allowed, IndexView view) {
    List<Said> hard = said.stream().filter(s -> Wants.isHard(s.statement())).toList();
    Map<Statement, BitSet> met = new HashMap<>();
    for (Said one : hard) {
      met.put(one.statement(), view.ordinals(wants.condition(List.of(one))));
    }
    Function<Statement, BitSet> meeting = s -> met.getOrDefault(s, new BitSet());
    List<Way> ways = new ArrayList<>();
    for (Said one : hard) {
      consider(List.of(one), hard, allowed, meeting, ways);
    }
    if (ways.isEmpty() && hard.size() <= MOST_FOR_PAIRS) {
      for (int i = 0; i < hard.size(); i++) {
        for (int j = i + 1; j < hard.size(); j++) {
          consider(List.of(hard.get(i), hard.get(j)), hard, allowed, meeting, ways);
        }
      }
    }
    if (ways.isEmpty() && hard.size() > 2) {
      consider(hard, hard, allowed, meeting, ways);
    }
    return ways.stream().sorted(LEAST_COSTLY).limit(MOST).map(this::told).toList();
  }

  /** Searching once for each statement is enough: the rest is arithmetic on what was found. */
  private void consider(
      List<Said> dropped,
      List<Said> hard,
      BitSet allowed,
      Function<Statement, BitSet> meeting,
      List<Way> ways) {
    Set<Integer> ids = dropped.stream().map(Said::id).collect(Collectors.toSet());
    BitSet left =
        wants.combined(
            hard.stream().filter(s -> !ids.contains(s.id())).toList(),
            meeting,
            all -> met(allowed, all),
            Relaxations::metByOne);
    if (!left.isEmpty()) {
      ways.add(new Way(dropped, left.cardinality()));
    }
  }

  private static BitSet met(BitSet allowed, List<BitSet> all) {
    BitSet left = (BitSet) allowed.clone();
    all.forEach(left::and);
    return left;
  }

  private static BitSet metByOne(List<BitSet> any) {
    BitSet left = new BitSet();
    any.forEach(left::or);
    return left;
  }

  private Relaxation told(Way way) {
    boolean spanish = language == Language.ES;
    String dropped =
        way.dropped().stream()
            .map(s -> (spanish ? "«%s»" : "“%s”").formatted(labels.of(s.statement())))
            .collect(Collectors.joining(spanish ? " y " : " and "));
    String text =
        spanish
            ? "Sin %s hay %d.".formatted(dropped, way.items())
            : "Without %s there %s %d."
                .formatted(dropped, way.items() == 1 ? "is" : "are", way.items());
    return new Relaxation(way.dropped().stream().map(Said::id).toList(), way.items(), text);
  }
}
