package dev.drago.conversation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Finds titles. Many are everyday words ("Heat", "Her", "Do the Right Thing"): those count only
 * where something says that a title stands there: quotation marks, capitals where none are due, a
 * word such as "like" or "loved" before it, the year after it, or nothing else around it.
 */
final class TitleSpotter {

  private static final Set<Cue> BEFORE_TITLES =
      EnumSet.of(
          Cue.LIKE,
          Cue.LOVE,
          Cue.HATE,
          Cue.SEEN,
          Cue.NAMED,
          Cue.EXCEPT,
          Cue.WITHOUT,
          Cue.THAN,
          Cue.AS);
  private static final Set<Cue> AFTER_TITLES = EnumSet.of(Cue.LOVE, Cue.HATE, Cue.TOO);
  private static final Set<String> BEFORE_YEARS = Set.of("from", "de", "del", "of", "the", "la");

  private static final int MOST_WORDS = 12;
  private static final int MOST_WORDS_MISSPELT = 6;
  private static final int SHORTEST_MISSPELT = 8;
  private static final int TWO_EDITS = 12;
  private static final int LONG_KEY = 10;
  private static final int SHORTEST_ALONE = 5;

  private static final double QUOTED = 6;
  private static final double SURE = 3.6;
  private static final double LIKELY = 3.2;
  private static final double MISSPELT = 2.6;
  private static final double BEGINNING = 2.5;

  private final CatalogueLexicon lexicon;
  private final List<Token> tokens;

  /** By word: a cue ends before it; the same where "loved" alone would not do; one begins at it. */
  private final boolean[] after;

  private final boolean[] afterModel;
  private final boolean[] before;

  /** By word: a title ends before it. */
  private final boolean[] ended;

  TitleSpotter(CatalogueLexicon lexicon, Utterance said) {
    this.lexicon = lexicon;
    this.tokens = said.tokens();
    int n = tokens.size();
    after = new boolean[n + 1];
    afterModel = new boolean[n + 1];
    before = new boolean[n + 1];
    ended = new boolean[n + 1];
    for (int i = 0; i < n; i++) {
      for (var match : lexicon.lexicon.phrases.at(tokens, i)) {
        if (match.meaning() instanceof Meaning.OfCue(Cue cue)) {
          int end = i + match.words();
          after[end] |= BEFORE_TITLES.contains(cue);
          afterModel[end] |= cue == Cue.LIKE || cue == Cue.NAMED;
          before[i] |= AFTER_TITLES.contains(cue);
        }
      }
      if (TitleKey.isArticle(tokens.get(i).raw())) {
        after[i + 1] |= after[i];
        afterModel[i + 1] |= afterModel[i];
      }
    }
  }

  /** To be called for every word in order: a list of titles is known by its first. */
  void spot(int from, List<Span> into) {
    List<String> raw = new ArrayList<>();
    List<String> mended = new ArrayList<>();
    boolean listed = from > 0 && continuesList(from);
    for (int to = from + 1; to <= Math.min(tokens.size(), from + MOST_WORDS); to++) {
      Token token = tokens.get(to - 1);
      String part = TitleKey.part(token.raw(), lexicon.lexicon.numerals);
      if (part.isEmpty()) {
        if (to == from + 1) {
          return;
        }
        continue;
      }
      raw.add(part);
      mended.add(TitleKey.part(token.folded(), lexicon.lexicon.numerals));
      spot(new Window(from, to, raw, mended, listed), into);
    }
  }

  private boolean continuesList(int from) {
    Token token = tokens.get(from);
    if (token.before() == Token.Gap.COMMA) {
      return ended[from];
    }
    String previous = tokens.get(from - 1).raw();
    return List.of("and", "or", "y", "e", "o", "u", "ni", "nor").contains(previous)
        && ended[from - 1];
  }

  private void spot(Window window, List<Span> into) {
    String key = String.join("", window.raw);
    int[] found = lexicon.titles.find(key);
    boolean misspelt = false;
    if (found.length == 0) {
      key = String.join("", window.mended);
      found = lexicon.titles.find(key);
      misspelt = found.length > 0;
    }
    double weight = misspelt ? MISSPELT : LIKELY;
    if (found.length == 0 && window.mayBeMisspelt()) {
      found = lexicon.titles.near(key, key.length() < TWO_EDITS ? 1 : 2);
      misspelt = found.length > 0;
      weight = MISSPELT;
    }
    if (found.length == 0) {
      beginning(window, into);
      return;
    }
    Dated dated = dated(window, found);
    boolean sure = window.quoted() || dated.byYear() || window.capitals() || window.cue();
    if (window.quoted() || isTitle(window, key, misspelt, dated.byYear())) {
      ended[dated.to()] = true;
      into.add(
          new Span(
              dated.from(),
              dated.to(),
              new Meaning.OfItem(lexicon.item(dated.ordinal()).id()),
              window.quoted() ? QUOTED : sure && !misspelt ? SURE : weight));
    }
  }

  private void beginning(Window window, List<Span> into) {
    boolean led = window.cue() && window.strangers() > 0;
    if (window.raw.size() < 2 || !(led || window.capitals() || window.alone())) {
      return;
    }
    OptionalInt only = lexicon.titles.beginningWith(window.raw);
    if (only.isPresent()) {
      ended[window.to] = true;
      into.add(
          new Span(
              window.from,
              window.to,
              new Meaning.OfItem(lexicon.item(only.getAsInt()).id()),
              window.quoted() ? QUOTED : BEGINNING));
    }
  }

  private boolean isTitle(Window window, String key, boolean misspelt, boolean byYear) {
    if (byYear) {
      return true;
    }
    if (window.content() == 0) {
      return window.capitals();
    }
    if (window.raw.size() == 1) {
      return isTitleOfOneWord(window, key, misspelt);
    }
    if (window.strangers() > 0) {
      return true;
    }
    return window.cue()
        || window.capitals()
        || window.alone()
        || (!misspelt && window.content() > 1 && key.length() >= LONG_KEY);
  }

  private boolean isTitleOfOneWord(Window window, String key, boolean misspelt) {
    Token token = tokens.get(window.to - 1);
    if (Numerals.isDigits(token.raw())) {
      return after[window.from];
    }
    if (meansSomethingElse(window.to - 1)) {
      boolean whole = !misspelt && lexicon.titles.isWhole(key);
      boolean asModel = whole && afterModel[window.from];
      boolean written = whole && !isSaidSo(token) && (window.capitals() || window.praised());
      return asModel || written || (!misspelt && window.cue() && window.capitals());
    }
    if (misspelt && !lexicon.titles.isWhole(key)) {
      return window.cue();
    }
    if (!lexicon.isEveryday(token.folded())) {
      return token.raw().length() >= SHORTEST_ALONE
          || window.cue()
          || window.capitals()
          || window.alone();
    }
    return window.cue() || window.capitals() || window.alone();
  }

  /** Whether the word as it stands, not another form of it, is a value or a mood. */
  private boolean isSaidSo(Token token) {
    return lexicon.values.find(token.raw()).stream()
            .anyMatch(k -> ValueIndex.join(lexicon.words().of(k.value())).equals(token.raw()))
        || lexicon.lexicon.moods.all().stream()
            .anyMatch(m -> m.english().contains(token.raw()) || m.spanish().contains(token.raw()));
  }

  /** Whether the word is a value or a mood as well. */
  private boolean meansSomethingElse(int at) {
    Token token = tokens.get(at);
    boolean mood =
        lexicon.lexicon.phrases.at(tokens, at).stream()
            .anyMatch(m -> m.words() == 1 && m.meaning() instanceof Meaning.OfMood);
    return mood
        || !lexicon.values.find(token.raw()).isEmpty()
        || !lexicon.values.find(token.english()).isEmpty()
        || lexicon.synonyms.at(tokens, at).stream().anyMatch(m -> m.words() == 1);
  }

  /** One item, and the words that name it with its year. */
  private record Dated(int ordinal, int from, int to, boolean byYear) {}

  /** "The Fly from 1986", "the 1958 Fly"; without a year, the newest. */
  private Dated dated(Window window, int[] found) {
    int to = window.to;
    if (to < tokens.size() && BEFORE_YEARS.contains(tokens.get(to).raw())) {
      to++;
    }
    for (int ordinal : found) {
      OptionalInt year = lexicon.yearOf(ordinal);
      if (year.isPresent() && to < tokens.size() && isYear(to, year.getAsInt())) {
        return new Dated(ordinal, window.from, to + 1, true);
      }
      if (year.isPresent()
          && found.length > 1
          && window.from > 0
          && isYear(window.from - 1, year.getAsInt())) {
        return new Dated(ordinal, window.from - 1, window.to, true);
      }
    }
    int newest =
        Arrays.stream(found)
            .boxed()
            .max(Comparator.comparingInt(o -> lexicon.yearOf(o).orElse(Integer.MIN_VALUE)))
            .orElseThrow();
    return new Dated(newest, window.from, window.to, false);
  }

  private boolean isYear(int at, int year) {
    return tokens.get(at).raw().equals(Integer.toString(year));
  }

  /** Some words that may be a title, and what speaks for it. */
  private final class Window {
    private final int from;
    private final int to;
    private final List<String> raw;
    private final List<String> mended;
    private final boolean listed;

    Window(int from, int to, List<String> raw, List<String> mended, boolean listed) {
      this.from = from;
      this.to = to;
      this.raw = raw;
      this.mended = mended;
      this.listed = listed;
    }

    boolean quoted() {
      for (int i = from; i < to; i++) {
        if (!tokens.get(i).quoted()) {
          return false;
        }
      }
      return (from == 0 || !tokens.get(from - 1).quoted())
          && (to == tokens.size() || !tokens.get(to).quoted());
    }

    boolean alone() {
      return to - from == tokens.size();
    }

    boolean cue() {
      return after[from] || listed || praised();
    }

    /** "Titanic bored me": at the beginning, or capitalised. */
    boolean praised() {
      return to < tokens.size()
          && before[to]
          && (tokens.get(from).before() != Token.Gap.NONE || capitals());
    }

    /** Capitals on every word that would have one, at least one of them where none is due. */
    boolean capitals() {
      boolean undue = false;
      for (int i = from; i < to; i++) {
        Token token = tokens.get(i);
        boolean upper = !Character.isLowerCase(token.written().codePointAt(0));
        if (!upper && !lexicon.lexicon.isFiller(token.folded())) {
          return false;
        }
        undue |= token.capital();
      }
      return undue;
    }

    /** How many words are more than filler. */
    int content() {
      int content = 0;
      for (int i = from; i < to; i++) {
        content += lexicon.lexicon.isFiller(tokens.get(i).folded()) ? 0 : 1;
      }
      return content;
    }

    /** How many words nobody uses but for names and titles. */
    int strangers() {
      int strangers = 0;
      for (int i = from; i < to; i++) {
        strangers += lexicon.isEveryday(tokens.get(i).folded()) ? 0 : 1;
      }
      return strangers;
    }

    boolean mayBeMisspelt() {
      return to - from > 1
          && to - from <= MOST_WORDS_MISSPELT
          && String.join("", mended).length() >= SHORTEST_MISSPELT
          && !lexicon.lexicon.isFiller(tokens.get(from).folded())
          && !lexicon.lexicon.isFiller(tokens.get(to - 1).folded())
          && strangers() > 0;
    }
  }
}
