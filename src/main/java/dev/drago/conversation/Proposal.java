package dev.drago.conversation;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement a model proposes, and the word of the utterance it says it found it in.
 *
 * <p>One line of its answer: {@code + genres: Comedy | giggle}.
 */
record Proposal(Statement statement, String word) {

  static final String END = "end";
  static final String BETWEEN = " | ";
  static final String MOOD = "mood: ";
  static final String TITLE = "title: ";

  private static final Pattern YEARS = Pattern.compile("(\\d{4})-(\\d{4})");

  /** The whole lines of an answer; what the grammar would not have allowed is left out. */
  static List<Proposal> parse(String answer, Choices choices) {
    List<Proposal> proposals = new ArrayList<>();
    int end = answer.lastIndexOf('\n');
    for (String line : answer.substring(0, Math.max(0, end)).lines().toList()) {
      int bar = line.lastIndexOf(BETWEEN);
      if (line.length() > 2 && bar > 2 && (line.startsWith("+ ") || line.startsWith("- "))) {
        String word = line.substring(bar + BETWEEN.length());
        if (choices.words().contains(word)) {
          statement(line.substring(2, bar), line.charAt(0) == '+', choices)
              .forEach(statement -> proposals.add(new Proposal(statement, word)));
        }
      }
    }
    return proposals;
  }

  private static List<Statement> statement(String said, boolean wanted, Choices choices) {
    if (said.startsWith(MOOD)) {
      String mood = said.substring(MOOD.length());
      return choices.moods().contains(mood)
          ? List.of(new Statement.OfMood(mood, wanted))
          : List.of();
    }
    if (said.startsWith(TITLE)) {
      String id = choices.titles().get(said.substring(TITLE.length()));
      return id == null ? List.of() : List.of(new Statement.OfItem(id, wanted));
    }
    int colon = said.indexOf(": ");
    if (colon < 1) {
      return List.of();
    }
    String attribute = said.substring(0, colon);
    String value = said.substring(colon + 2);
    Matcher years = YEARS.matcher(value);
    if (choices.year().filter(attribute::equals).isPresent() && years.matches()) {
      double from = Double.parseDouble(years.group(1));
      double to = Double.parseDouble(years.group(2));
      return from > to
          ? List.of()
          : List.of(
              new Statement.OfRange(
                  attribute, OptionalDouble.of(from), OptionalDouble.of(to), wanted));
    }
    return choices.values().getOrDefault(attribute, List.of()).contains(value)
        ? List.of(new Statement.OfAttribute(attribute, value, wanted))
        : List.of();
  }
}
