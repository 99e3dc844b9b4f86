package dev.drago.conversation.reading;

import dev.drago.conversation.Mood;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a model may name of an utterance, and the grammar that lets it name nothing else.
 *
 * @param values by attribute, as the catalogue writes them
 * @param titles the id of each item, by its title with the year
 * @param year the attribute of years, where ranges may be named
 * @param words the words it may point at
 */
record Choices(
    Map<String, List<String>> values,
    List<String> moods,
    Map<String, String> titles,
    Optional<String> year,
    Set<String> words) {

  /** An attribute of no more values is offered whole; others with what the words resemble. */
  private static final int WHOLE = 40;

  private static final int MOST_VALUES = 60;
  private static final int MOST_TITLES = 20;
  private static final int MOST_LINES = 8;

  /** What the model may add to what the reader has understood: it may point at these words only. */
  static Choices toAdd(CritiqueReader.Reading reading, CatalogueLexicon lexicon) {
    Set<String> words = new LinkedHashSet<>();
    for (String run : reading.unexplained()) {
      for (var word : lexicon.words().of(run)) {
        if (!lexicon.lexicon.isFiller(word.folded())) {
          words.add(word.written());
        }
      }
    }
    return of(reading, lexicon, words, Optional.empty());
  }

  /** What it may say on its own, without a reader: it may point at every word. */
  static Choices alone(CritiqueReader.Reading reading, CatalogueLexicon lexicon) {
    Set<String> words = new LinkedHashSet<>();
    reading.said().tokens().forEach(token -> words.add(token.written()));
    return of(reading, lexicon, words, lexicon.year().map(NumberAttribute::name));
  }

  private static Choices of(
      CritiqueReader.Reading reading,
      CatalogueLexicon lexicon,
      Set<String> words,
      Optional<String> year) {
    Map<String, Set<String>> values = new LinkedHashMap<>();
    Map<String, String> titles = new LinkedHashMap<>();
    lexicon
        .values
        .attributes()
        .forEach(
            (attribute, all) -> {
              if (all.size() <= WHOLE) {
                values.computeIfAbsent(attribute, a -> new LinkedHashSet<>()).addAll(all);
              }
            });
    for (Span span : new Spotter(lexicon).readings(reading.said())) {
      switch (span.meaning()) {
        case Meaning.OfItem(String id) -> {
          if (titles.size() < MOST_TITLES) {
            titles.put(lexicon.titleWithYear(id), id);
          }
        }
        case Meaning.OfValues(List<Mood.Value> meant) ->
            meant.forEach(
                v ->
                    values
                        .computeIfAbsent(v.attribute(), a -> new LinkedHashSet<>())
                        .add(v.value()));
        default -> {}
      }
    }
    for (String word : words) {
      for (ValueIndex.Known known : lexicon.values.withWord(word)) {
        values.computeIfAbsent(known.attribute(), a -> new LinkedHashSet<>()).add(known.value());
      }
    }
    Map<String, List<String>> few = new LinkedHashMap<>();
    values.forEach(
        (attribute, all) ->
            few.put(attribute, all.stream().filter(Choices::isPlain).limit(MOST_VALUES).toList()));
    few.values().removeIf(List::isEmpty);
    titles.keySet().removeIf(title -> !isPlain(title));
    return new Choices(
        few, lexicon.moods().all().stream().map(Mood::name).toList(), titles, year, words);
  }

  private static boolean isPlain(String text) {
    return text.chars().noneMatch(Character::isISOControl);
  }

  /** The same for every utterance as long as the catalogue is the same: a prefix worth caching. */
  String instructions() {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        You note what a person wants from a catalogue, in English or Spanish. One line each:
        + for what they want, - for what they do not want, then the value, then | and the word that says it.
        Only note what the words say. If nothing fits, write end.
        """);
    text.append("Moods: ").append(String.join(", ", moods)).append('\n');
    text.append(
        """
        Example: "a cop film that gives me goosebumps, nothing weepy"
        + mood: scary | goosebumps
        - mood: sad | weepy
        end
        """);
    return text.toString();
  }

  String question(String text) {
    StringBuilder question = new StringBuilder();
    values.forEach(
        (attribute, all) ->
            question.append(attribute).append(": ").append(String.join(", ", all)).append('\n'));
    if (!titles.isEmpty()) {
      question.append("title: ").append(String.join(", ", titles.keySet())).append('\n');
    }
    question.append("They say: \"").append(text.strip()).append("\"\n");
    return question
        .append("Words to note: ")
        .append(String.join(", ", words))
        .append('\n')
        .toString();
  }

  /** In GBNF, the grammar of llama.cpp: at most eight lines, each a choice from what is here. */
  String grammar() {
    List<String> things = new ArrayList<>();
    StringBuilder rules = new StringBuilder();
    things.add(literal(Proposal.MOOD) + " mood");
    rules.append("mood ::= ").append(alternatives(moods)).append('\n');
    if (!titles.isEmpty()) {
      things.add(literal(Proposal.TITLE) + " title");
      rules.append("title ::= ").append(alternatives(titles.keySet())).append('\n');
    }
    int number = 0;
    for (Map.Entry<String, List<String>> attribute : values.entrySet()) {
      String rule = "value" + number++;
      things.add(literal(attribute.getKey() + ": ") + " " + rule);
      rules.append(rule).append(" ::= ").append(alternatives(attribute.getValue())).append('\n');
    }
    year.ifPresent(
        name -> {
          things.add(literal(name + ": ") + " years");
          rules.append("years ::= y \"-\" y\ny ::= (\"18\" | \"19\" | \"20\") [0-9] [0-9]\n");
        });
    StringBuilder grammar = new StringBuilder("root ::= l0\n");
    String end = literal(Proposal.END);
    for (int i = 0; i < MOST_LINES; i++) {
      grammar.append("l%d ::= line l%d | %s\n".formatted(i, i + 1, end));
    }
    grammar.append("l%d ::= %s\n".formatted(MOST_LINES, end));
    grammar.append("line ::= [+-] \" \" thing \" | \" word \"\\n\"\n");
    grammar.append("thing ::= ").append(String.join(" | ", things)).append('\n');
    grammar.append("word ::= ").append(alternatives(words)).append('\n');
    return grammar.append(rules).toString();
  }

  private static String alternatives(Collection<String> all) {
    return all.stream().map(Choices::literal).collect(Collectors.joining(" | "));
  }

  /** A terminal: quotation marks and backslashes escaped. */
  static String literal(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
