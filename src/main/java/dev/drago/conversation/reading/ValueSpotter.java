package dev.drago.conversation.reading;

import dev.drago.conversation.Mood;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Finds values of attributes: as the catalogue writes them, as people call them, by surname. */
final class ValueSpotter {

  private static final int MOST_WORDS = 6;
  private static final double WEIGHT = 3;
  private static final double NAME = 2.8;

  /** A word that is a value of hardly any item is a mood, where it is one. */
  private static final double RARE = 2.5;

  private static final int FEW_ITEMS = 5;

  /** So many times as frequent as the next of the name is who people mean. */
  private static final int FAMOUS = 3;

  private static final int SHORTEST_SURNAME = 4;

  /** How far a word such as "by" may stand before a list of names. */
  private static final int ROLE_REACH = 8;

  private final CatalogueLexicon lexicon;
  private final List<Token> tokens;

  ValueSpotter(CatalogueLexicon lexicon, Utterance said) {
    this.lexicon = lexicon;
    this.tokens = said.tokens();
  }

  void spot(int from, List<Span> into) {
    for (var synonym : lexicon.synonyms.at(tokens, from)) {
      int to = from + synonym.words();
      List<Mood.Value> values =
          synonym.meaning().stream().map(known -> choose(known, from, to).plain()).toList();
      into.add(new Span(from, to, new Meaning.OfValues(values), WEIGHT + 0.1));
    }
    for (int to = from + 1; to <= Math.min(tokens.size(), from + MOST_WORDS); to++) {
      if (to > from + 1 && tokens.get(to - 1).before() == Token.Gap.COMMA) {
        break;
      }
      whole(from, to, into);
      surname(from, to, into);
    }
    firstName(from, into);
  }

  private void whole(int from, int to, List<Span> into) {
    if (to == from + 1 && lexicon.lexicon.isFiller(tokens.get(from).folded())) {
      return;
    }
    List<ValueIndex.Known> found = List.of();
    for (var form :
        List.<Function<Token, String>>of(
            Token::raw, Token::folded, Token::english, Token::spanish)) {
      if (found.isEmpty()) {
        found = lexicon.values.find(key(from, to, form));
      }
    }
    if (!found.isEmpty() && isLikely(from, to)) {
      ValueIndex.Known chosen = choose(found, from, to);
      boolean rare = to == from + 1 && chosen.items() < FEW_ITEMS;
      into.add(span(from, to, chosen, rare ? RARE : WEIGHT));
    }
  }

  /** A short word that had to be mended to be a value alone is more likely another word. */
  private boolean isLikely(int from, int to) {
    Token token = tokens.get(from);
    return to > from + 1 || !token.mended() || token.folded().length() > SHORTEST_SURNAME;
  }

  private void surname(int from, int to, List<Span> into) {
    if (to > from + 2) {
      return;
    }
    String key = key(from, to, Token::folded);
    List<ValueIndex.Known> found = lexicon.values.surnamed(key);
    boolean possessive = false;
    if (found.isEmpty() && to == from + 1 && key.endsWith("s")) {
      found = lexicon.values.surnamed(key.substring(0, key.length() - 1));
      possessive = !found.isEmpty();
    }
    if (found.isEmpty() || !isName(from, to)) {
      return;
    }
    if (saysMany(from, to) || (possessive && !hasApostrophe(from))) {
      List<Mood.Value> all = family(found, from, to);
      if (all.size() > 1) {
        int end = to < tokens.size() && isCue(to, Cue.MANY) ? to + 1 : to;
        int start = from > 0 && isCue(from - 1, Cue.MANY) ? from - 1 : from;
        into.add(new Span(start, end, new Meaning.OfValues(all), NAME + 1));
        return;
      }
    }
    known(found).ifPresent(one -> into.add(span(from, to, choose(one, from, to), NAME)));
  }

  private boolean hasApostrophe(int at) {
    String written = tokens.get(at).written();
    return written.indexOf('\'') >= 0 || written.indexOf('’') >= 0;
  }

  private boolean saysMany(int from, int to) {
    return (to < tokens.size() && isCue(to, Cue.MANY)) || (from > 0 && isCue(from - 1, Cue.MANY));
  }

  private boolean isCue(int at, Cue cue) {
    return lexicon.lexicon.phrases.at(tokens, at).stream()
        .anyMatch(m -> m.words() == 1 && m.meaning().equals(new Meaning.OfCue(cue)));
  }

  /** All of the name, in the attribute that most of them have. */
  private List<Mood.Value> family(List<ValueIndex.Known> found, int from, int to) {
    String attribute = choose(found, from, to).attribute();
    return found.stream()
        .filter(known -> known.attribute().equals(attribute))
        .map(ValueIndex.Known::plain)
        .toList();
  }

  /** The one person meant by a surname, in all attributes they are in. */
  private static Optional<List<ValueIndex.Known>> known(List<ValueIndex.Known> found) {
    List<String> people = found.stream().map(ValueIndex.Known::value).distinct().toList();
    if (people.size() == 1) {
      return Optional.of(found);
    }
    List<Integer> items = people.stream().map(person -> items(found, person)).toList();
    int most = items.stream().mapToInt(Integer::intValue).max().orElse(0);
    long near = items.stream().filter(n -> n * FAMOUS > most).count();
    String famous = people.get(items.indexOf(most));
    return near == 1
        ? Optional.of(found.stream().filter(k -> k.value().equals(famous)).toList())
        : Optional.empty();
  }

  private static int items(List<ValueIndex.Known> found, String person) {
    return found.stream()
        .filter(known -> known.value().equals(person))
        .mapToInt(ValueIndex.Known::items)
        .sum();
  }

  /** Whether a surname stands where one would: it is no everyday word, or is written as a name. */
  private boolean isName(int from, int to) {
    for (int i = from; i < to; i++) {
      Token token = tokens.get(i);
      if (token.capital() || token.quoted()) {
        return true;
      }
    }
    String folded = tokens.get(to - 1).folded();
    if (!lexicon.isEveryday(folded)) {
      return folded.length() >= SHORTEST_SURNAME;
    }
    return !lexicon.lexicon.isFiller(folded) && roleEndingAt(from).isPresent();
  }

  private void firstName(int from, List<Span> into) {
    Token token = tokens.get(from);
    lexicon
        .values
        .named(token.folded())
        .filter(person -> !lexicon.isEveryday(token.folded()))
        .filter(person -> token.capital() || roleEndingAt(from).isPresent())
        .ifPresent(
            person ->
                into.add(
                    span(
                        from,
                        from + 1,
                        choose(lexicon.values.written(person.value()), from, from + 1),
                        NAME - 0.2)));
  }

  private static Span span(int from, int to, ValueIndex.Known known, double weight) {
    return new Span(from, to, new Meaning.OfValues(List.of(known.plain())), weight);
  }

  private String key(int from, int to, Function<Token, String> form) {
    StringBuilder key = new StringBuilder();
    for (int i = from; i < to; i++) {
      key.append(form.apply(tokens.get(i)));
    }
    return key.toString();
  }

  /** Of a value in several attributes, the one the words around it speak of, or the fullest. */
  private ValueIndex.Known choose(List<ValueIndex.Known> found, int from, int to) {
    if (found.stream().map(ValueIndex.Known::attribute).distinct().count() > 1) {
      Stream<String> roles =
          Stream.concat(
              Stream.concat(rolesAt(to).stream(), roleEndingAt(from).stream()),
              roleBefore(from).stream());
      for (String role : roles.toList()) {
        Optional<ValueIndex.Known> played =
            found.stream().filter(known -> lexicon.plays(known.attribute(), role)).findFirst();
        if (played.isPresent()) {
          return played.get();
        }
      }
    }
    return found.getFirst();
  }

  /** What the words directly after a value say: "as a director". */
  private List<String> rolesAt(int to) {
    List<String> roles = new ArrayList<>();
    if (to < tokens.size() && tokens.get(to).before() == Token.Gap.NONE) {
      for (var match : lexicon.lexicon.roleCues.at(tokens, to)) {
        if (match.words() > 1 && !match.meaning().equals(AttributeRole.TOPIC)) {
          roles.add(match.meaning());
        }
      }
    }
    return roles.reversed();
  }

  private Optional<String> roleEndingAt(int at) {
    for (int from = Math.max(0, at - MOST_WORDS); from < at; from++) {
      for (var match : lexicon.lexicon.roleCues.at(tokens, from)) {
        if (from + match.words() == at) {
          return Optional.of(match.meaning());
        }
      }
    }
    return Optional.empty();
  }

  /** The nearest such word further before, in the same clause: "by Kubrick or Lynch". */
  private Optional<String> roleBefore(int at) {
    for (int end = at - 1; end > 0 && end > at - ROLE_REACH; end--) {
      if (tokens.get(end).before() == Token.Gap.STOP) {
        return Optional.empty();
      }
      Optional<String> role = roleEndingAt(end);
      if (role.isPresent()) {
        return role;
      }
    }
    return Optional.empty();
  }
}
