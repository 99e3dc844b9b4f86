package dev.drago.evaluation;

import dev.drago.conversation.Critique;
import dev.drago.conversation.Statement;
import dev.drago.evaluation.ExpectedCritique.Part;
import dev.drago.index.Words;
import dev.drago.recommend.Language;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How well what people say is read: precision and recall over statements, counted over all
 * utterances together, and how many utterances are read without any fault.
 *
 * <p>A statement counts as found when it is there to the letter; a wish, which is words, when it
 * shares at least half of the words of the shorter one.
 */
public final class CritiqueEvaluation {

  /** What was found of what there is. */
  public record Counts(int found, int wrong, int missed) {
    static final Counts NONE = new Counts(0, 0, 0);

    Counts plus(Counts other) {
      return new Counts(found + other.found, wrong + other.wrong, missed + other.missed);
    }

    /** The share of what was said to be there that is; 1 where nothing was said. */
    public double precision() {
      return found + wrong == 0 ? 1 : (double) found / (found + wrong);
    }

    /** The share of what is there that was found; 1 where nothing is. */
    public double recall() {
      return found + missed == 0 ? 1 : (double) found / (found + missed);
    }
  }

  /** An utterance that was not read as it should have been. */
  public record Fault(ExpectedCritique expected, Critique read) {}

  /**
   * The figures of some utterances.
   *
   * @param group what they have in common
   * @param whole how many of them were read without any fault: act, position and statements
   */
  public record Figures(
      String group, int utterances, int whole, Counts all, Map<String, Counts> byKind) {}

  /** All figures of one way of reading. */
  public record Report(String reader, List<Figures> figures, List<Fault> faults) {}

  private static final String ACT = "act";

  private final Words words = new Words();
  private final List<ExpectedCritique> utterances;

  public CritiqueEvaluation(List<ExpectedCritique> utterances) {
    this.utterances = List.copyOf(utterances);
  }

  /**
   * Reads every utterance.
   *
   * @param name of the way of reading
   * @param reader must give the same for the same words
   */
  public Report run(String name, Function<String, Critique> reader) {
    Map<ExpectedCritique, Critique> read = new LinkedHashMap<>();
    utterances.forEach(expected -> read.put(expected, reader.apply(expected.text())));
    List<Figures> figures = new ArrayList<>();
    for (Part part : Part.values()) {
      for (Language language : Language.values()) {
        figures.add(
            figures(
                part.label() + " " + language.code(),
                read,
                e -> e.part() == part && e.critique().language() == language));
      }
      figures.add(figures(part.label(), read, e -> e.part() == part));
    }
    List<Fault> faults = new ArrayList<>();
    read.forEach(
        (expected, critique) -> {
          if (!isWhole(expected.critique(), critique)) {
            faults.add(new Fault(expected, critique));
          }
        });
    return new Report(name, figures, faults);
  }

  private Figures figures(
      String group, Map<ExpectedCritique, Critique> read, Predicate<ExpectedCritique> of) {
    int utterances = 0;
    int whole = 0;
    Counts all = Counts.NONE;
    Map<String, Counts> byKind = new LinkedHashMap<>();
    for (Map.Entry<ExpectedCritique, Critique> entry : read.entrySet()) {
      if (of.test(entry.getKey())) {
        Critique expected = entry.getKey().critique();
        utterances++;
        whole += isWhole(expected, entry.getValue()) ? 1 : 0;
        Map<String, Counts> counts = counts(expected, entry.getValue());
        for (Map.Entry<String, Counts> kind : counts.entrySet()) {
          byKind.merge(kind.getKey(), kind.getValue(), Counts::plus);
          all = kind.getKey().equals(ACT) ? all : all.plus(kind.getValue());
        }
      }
    }
    return new Figures(group, utterances, whole, all, byKind);
  }

  private Map<String, Counts> counts(Critique expected, Critique read) {
    Map<String, Counts> counts = new LinkedHashMap<>();
    List<Statement> left = new ArrayList<>(expected.statements());
    for (Statement statement : read.statements()) {
      boolean found = left.removeIf(other -> same(other, statement));
      counts.merge(
          kind(statement), found ? new Counts(1, 0, 0) : new Counts(0, 1, 0), Counts::plus);
    }
    left.forEach(missed -> counts.merge(kind(missed), new Counts(0, 0, 1), Counts::plus));
    boolean act = expected.act() == read.act() && expected.about() == read.about();
    counts.put(ACT, act ? new Counts(1, 0, 0) : new Counts(0, 1, 1));
    return counts;
  }

  private boolean isWhole(Critique expected, Critique read) {
    return counts(expected, read).values().stream()
        .allMatch(counts -> counts.wrong() == 0 && counts.missed() == 0);
  }

  private boolean same(Statement expected, Statement read) {
    if (expected instanceof Statement.OfWish(String a)
        && read instanceof Statement.OfWish(String b)) {
      Set<String> said = folded(a);
      Set<String> heard = folded(b);
      int shorter = Math.min(said.size(), heard.size());
      said.retainAll(heard);
      return 2 * said.size() >= shorter;
    }
    return expected.equals(read);
  }

  private Set<String> folded(String text) {
    return words.of(text).stream()
        .map(Words.Word::folded)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static String kind(Statement statement) {
    return switch (statement) {
      case Statement.OfItem item -> "item";
      case Statement.OfPosition position -> "position";
      case Statement.OfAttribute attribute -> "attribute";
      case Statement.OfRange range -> "range";
      case Statement.OfMood mood -> "mood";
      case Statement.OfWish wish -> "wish";
    };
  }

  /** The figures as tables for a terminal. */
  public static String text(Report report) {
    List<Figures> asked =
        report.figures().stream().filter(figures -> figures.utterances() > 0).toList();
    TextTable groups =
        new TextTable(report.reader(), "utterances", "faultless", "precision", "recall");
    for (Figures figures : asked) {
      groups.row(
          figures.group(),
          Integer.toString(figures.utterances()),
          share((double) figures.whole() / figures.utterances()),
          share(figures.all().precision()),
          share(figures.all().recall()));
    }
    TextTable kinds =
        new TextTable("of", "part", "found", "wrong", "missed", "precision", "recall");
    for (Figures figures : asked) {
      for (Part part : Part.values()) {
        if (figures.group().equals(part.label())) {
          figures.byKind().forEach((kind, counts) -> kinds.row(row(kind, part, counts)));
        }
      }
    }
    return groups + "\n" + kinds;
  }

  private static String[] row(String kind, Part part, Counts counts) {
    return new String[] {
      kind,
      part.label(),
      Integer.toString(counts.found()),
      Integer.toString(counts.wrong()),
      Integer.toString(counts.missed()),
      share(counts.precision()),
      share(counts.recall())
    };
  }

  private static String share(double share) {
    return String.format(Locale.ROOT, "%.3f", share);
  }
}
