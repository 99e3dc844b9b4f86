package dev.drago.evaluation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drago.evaluation.Wish.Half;
import dev.drago.evaluation.WishEvaluation.Figures;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * The figures of a {@link WishEvaluation} by language, for a terminal and as JSON. A ranking named
 * {@code base, step} is also compared with {@code base}, wish by wish.
 */
public final class WishReport {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final WishEvaluation evaluation;
  private final Bootstrap bootstrap;

  public WishReport(WishEvaluation evaluation, Bootstrap bootstrap) {
    this.evaluation = evaluation;
    this.bootstrap = bootstrap;
  }

  /** A table for each language that has wishes. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (String language : languages()) {
      TextTable table = new TextTable(heading(language), "hit@10", "recall@10", "MRR@10");
      for (String ranking : evaluation.outcomes().keySet()) {
        Figures figures = figures(ranking, language);
        table.row(
            ranking, cell(figures.hit()), cell(figures.recall()), cell(figures.reciprocalRank()));
      }
      text.append(table).append('\n');
      if (!steps().isEmpty()) {
        TextTable steps = new TextTable(language + ", recall@10", "serves more by");
        for (String ranking : steps()) {
          steps.row(ranking, cell(gain(ranking, language)));
        }
        text.append(steps).append('\n');
      }
    }
    return text.toString();
  }

  /** Figures by language and ranking, and every outcome by wish. */
  public String json() {
    ObjectNode root = MAPPER.createObjectNode();
    ArrayNode figures = root.putArray("figures");
    for (String language : languages()) {
      for (String ranking : evaluation.outcomes().keySet()) {
        Figures f = figures(ranking, language);
        ObjectNode row = figures.addObject();
        row.put("language", language).put("ranking", ranking).put("wishes", f.wishes());
        row.set("hit", estimate(f.hit()));
        row.set("recall", estimate(f.recall()));
        row.set("reciprocalRank", estimate(f.reciprocalRank()));
      }
    }
    ArrayNode gains = root.putArray("gains");
    for (String language : languages()) {
      for (String ranking : steps()) {
        gains
            .addObject()
            .put("language", language)
            .put("over", ranking)
            .set("recall", estimate(gain(ranking, language)));
      }
    }
    ArrayNode outcomes = root.putArray("outcomes");
    evaluation
        .outcomes()
        .forEach(
            (ranking, answered) -> {
              for (WishOutcome outcome : answered) {
                outcomes
                    .addObject()
                    .put("wish", outcome.wish().id())
                    .put("ranking", ranking)
                    .put("hit", outcome.hit())
                    .put("recall", outcome.recall())
                    .put("reciprocalRank", outcome.reciprocalRank());
              }
            });
    return root.toPrettyString();
  }

  private List<String> languages() {
    return evaluation.wishes().stream().map(Wish::language).distinct().sorted().toList();
  }

  /** The rankings that are another one with a step changed. */
  private List<String> steps() {
    return evaluation.outcomes().keySet().stream()
        .filter(name -> evaluation.outcomes().containsKey(base(name)) && !name.equals(base(name)))
        .toList();
  }

  private static String base(String ranking) {
    int comma = ranking.indexOf(", ");
    return comma < 0 ? ranking : ranking.substring(0, comma);
  }

  /** By how much more the ranking that serves recalls. */
  private Estimate gain(String ranking, String language) {
    return evaluation.difference(base(ranking), ranking, in(language), bootstrap);
  }

  private Figures figures(String ranking, String language) {
    return evaluation.figures(ranking, in(language), bootstrap);
  }

  private String heading(String language) {
    List<Half> halves =
        evaluation.wishes().stream()
            .filter(in(language))
            .map(Wish::half)
            .distinct()
            .sorted()
            .toList();
    long count = evaluation.wishes().stream().filter(in(language)).count();
    return "%s, %s, %d wishes"
        .formatted(
            language,
            String.join(
                " and ", halves.stream().map(h -> h.name().toLowerCase(Locale.ROOT)).toList()),
            count);
  }

  private static Predicate<Wish> in(String language) {
    return wish -> wish.language().equals(language);
  }

  private static String cell(Estimate e) {
    return String.format(Locale.ROOT, "%.3f [%.3f, %.3f]", e.value(), e.low(), e.high());
  }

  private static ObjectNode estimate(Estimate e) {
    return MAPPER
        .createObjectNode()
        .put("value", e.value())
        .put("low", e.low())
        .put("high", e.high());
  }
}
