package dev.drago.conversation.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Finds years, decades, centuries and other numbers with what stands around them: "before 1990",
 * "los noventa", "between 80 and 100 minutes".
 */
final class RangeSpotter {

  private static final double WEIGHT = 3.1;
  private static final double VAGUE = 2.7;

  private static final int FIRST_YEAR = 1000;
  private static final int LAST_YEAR = 2100;

  /** Decades of two digits are of the twentieth century from this one on. */
  private static final int FIRST_SHORT_DECADE = 20;

  /** A number with fewer digits after its full stop or comma has decimals there. */
  private static final int THOUSANDS = 3;

  private static final int LONGEST_GAP = 3;
  private static final Set<String> CONJUNCTIONS =
      Set.of("or", "and", "o", "u", "y", "e", "ni", "nor");
  private static final int DECADE_REACH = 4;
  private static final Set<String> DECADE_WORDS = Set.of("los", "anos", "decada");

  private final CatalogueLexicon lexicon;
  private final List<Token> tokens;

  /** A number with its extent: a year is as long as itself, a decade ten years. */
  private record Extent(double low, double high, int next, NumberAttribute attribute) {}

  /** A number and where what follows it begins. */
  private record Figure(double value, int next) {}

  /** A range word and where what follows it begins. */
  private record Around(Lexicon.RangeWord word, int next) {}

  RangeSpotter(CatalogueLexicon lexicon, Utterance said) {
    this.lexicon = lexicon;
    this.tokens = said.tokens();
  }

  void spot(int from, List<Span> into) {
    for (PhraseTable.Match<Meaning> vague : lexicon.vague.at(tokens, from)) {
      into.add(new Span(from, from + vague.words(), vague.meaning(), VAGUE));
    }
    bare(from, into);
    for (Around around : around(from)) {
      int next = around.next();
      switch (around.word()) {
        case BEFORE, AFTER, SINCE, UNTIL -> compared(from, around, into);
        case BETWEEN, FROM -> fromTo(from, next, around.word(), into);
        case EARLY, MID, LATE, CENTURY, TO, ONWARD, BACKWARD -> {}
      }
    }
    named(from, into);
  }

  /** "1999", "the 80s", "late nineties", "20th century", "1980-1995", "2010 onwards". */
  private void bare(int from, List<Span> into) {
    for (Extent extent : extents(from, false)) {
      add(from, extent.next(), extent.attribute().between(extent.low(), extent.high()), into);
      for (Around after : around(extent.next())) {
        switch (after.word()) {
          case ONWARD -> add(from, after.next(), extent.attribute().from(extent.low()), into);
          case BACKWARD -> add(from, after.next(), extent.attribute().upTo(extent.high()), into);
          case TO -> pair(from, extent, after.next(), into);
          default -> {}
        }
      }
      if (extent.next() < tokens.size() && tokens.get(extent.next()).before() == Token.Gap.HYPHEN) {
        pair(from, extent, extent.next(), into);
      }
    }
  }

  private void pair(int from, Extent first, int next, List<Span> into) {
    for (int second : afterFrom(next)) {
      for (Extent last : extents(second, true)) {
        if (last.attribute().equals(first.attribute()) && last.high() > first.low()) {
          add(from, last.next(), first.attribute().between(first.low(), last.high()), into);
        }
      }
    }
  }

  private void compared(int from, Around around, List<Span> into) {
    for (int at : afterFrom(around.next())) {
      for (Extent extent : extents(at, true)) {
        NumberAttribute attribute = extent.attribute();
        boolean year = attribute.isYear();
        Bounds bounds =
            switch (around.word()) {
              case BEFORE -> attribute.upTo(year ? extent.low() - 1 : extent.low());
              case AFTER -> attribute.from(year ? extent.high() + 1 : extent.high());
              case SINCE -> attribute.from(extent.low());
              default -> attribute.upTo(extent.high());
            };
        add(from, extent.next(), bounds, into);
      }
    }
  }

  private void fromTo(int from, int next, Lexicon.RangeWord word, List<Span> into) {
    for (int at : afterFrom(next)) {
      for (Extent first : extents(at, true)) {
        if (word == Lexicon.RangeWord.FROM) {
          add(from, first.next(), first.attribute().between(first.low(), first.high()), into);
          for (Around after : around(first.next())) {
            if (after.word() == Lexicon.RangeWord.ONWARD) {
              add(from, after.next(), first.attribute().from(first.low()), into);
            } else if (after.word() == Lexicon.RangeWord.TO) {
              pair(from, first, after.next(), into);
            }
          }
        } else if (first.next() < tokens.size() && joins(tokens.get(first.next()))) {
          pair(from, first, first.next() + 1, into);
        }
      }
    }
    if (word == Lexicon.RangeWord.BETWEEN) {
      betweenBareNumbers(from, next, into);
    }
  }

  /** "Between 80 and 100 minutes": the unit comes last and is of both. */
  private void betweenBareNumbers(int from, int next, List<Span> into) {
    Optional<Figure> first = figure(next);
    if (first.isEmpty()
        || first.get().next() >= tokens.size()
        || !joins(tokens.get(first.get().next()))) {
      return;
    }
    int second = first.get().next() + 1;
    Optional<Extent> last = second < tokens.size() ? quantity(second) : Optional.empty();
    Optional<Extent> low =
        figure(second).flatMap(figure -> quantity(first.get().value(), figure.next(), true));
    if (last.isPresent() && low.isPresent()) {
      add(
          from,
          last.get().next(),
          last.get().attribute().between(low.get().low(), last.get().high()),
          into);
    }
  }

  private static boolean joins(Token token) {
    return List.of("and", "y", "e", "to", "a").contains(token.raw());
  }

  /** "Rating above 8": the attribute itself is named. */
  private void named(int from, List<Span> into) {
    for (NumberAttribute attribute : lexicon.numbers) {
      if (attribute.isYear() || !isNamed(attribute, tokens.get(from))) {
        continue;
      }
      for (int at = from + 1; at < tokens.size() && at <= from + LONGEST_GAP; at++) {
        for (Around around : around(at)) {
          Optional<Figure> number = figure(around.next());
          if (number.isPresent()) {
            double value = number.get().value();
            switch (around.word()) {
              case BEFORE, UNTIL -> add(from, number.get().next(), attribute.upTo(value), into);
              case AFTER, SINCE -> add(from, number.get().next(), attribute.from(value), into);
              default -> {}
            }
          }
        }
      }
    }
  }

  private boolean isNamed(NumberAttribute attribute, Token token) {
    return lexicon.words().of(attribute.name().replace('_', ' ')).stream()
        .anyMatch(word -> lexicon.words().englishStem(word.folded()).equals(token.english()));
  }

  private void add(int from, int to, Bounds bounds, List<Span> into) {
    into.add(new Span(from, to, new Meaning.OfRange(bounds, false), WEIGHT));
  }

  /** The range words at a place; those of one word only where the language has it. */
  private List<Around> around(int from) {
    if (from >= tokens.size()) {
      return List.of();
    }
    List<Around> found = new ArrayList<>();
    for (PhraseTable.Match<Lexicon.RangeWord> match : lexicon.lexicon.ranges.at(tokens, from)) {
      found.add(new Around(match.meaning(), from + match.words()));
    }
    return found;
  }

  /** Where the number may begin: here, or after "the", "los años". */
  private List<Integer> afterFrom(int from) {
    List<Integer> places = new ArrayList<>(List.of(from));
    for (Around around : around(from)) {
      if (around.word() == Lexicon.RangeWord.FROM) {
        places.add(around.next());
      }
    }
    return places;
  }

  /**
   * The numbers that begin at a word.
   *
   * @param led whether words before it say that a number comes: two digits may then be a year
   */
  private List<Extent> extents(int from, boolean led) {
    List<Extent> found = new ArrayList<>();
    if (from >= tokens.size() || goesOn(from)) {
      return found;
    }
    if (!goesOn(from + 1)) {
      lexicon.year().ifPresent(year -> years(from, led, year, found));
    }
    quantity(from).ifPresent(found::add);
    return found;
  }

  /** Whether a word is of the same number as the one before it. */
  private boolean goesOn(int at) {
    return at < tokens.size() && tokens.get(at).before() == Token.Gap.NUMBER;
  }

  /** A number in digits or words, with thousands apart or decimals. */
  private Optional<Figure> figure(int at) {
    if (at >= tokens.size() || goesOn(at)) {
      return Optional.empty();
    }
    if (!goesOn(at + 1)) {
      OptionalInt whole = lexicon.lexicon.numerals.cardinal(tokens.get(at));
      return whole.isPresent()
          ? Optional.of(new Figure(whole.getAsInt(), at + 1))
          : Optional.empty();
    }
    String first = tokens.get(at).raw();
    StringBuilder rest = new StringBuilder();
    int next = at + 1;
    for (; goesOn(next); next++) {
      rest.append(tokens.get(next).raw());
    }
    boolean thousands = !first.equals("0") && rest.length() >= THOUSANDS;
    double value = Double.parseDouble(first + (thousands ? "" : ".") + rest);
    return Optional.of(new Figure(value, next));
  }

  private void years(int from, boolean led, NumberAttribute year, List<Extent> found) {
    Token token = tokens.get(from);
    boolean listed = from > 0 && CONJUNCTIONS.contains(tokens.get(from - 1).raw());
    decade(from, led || listed)
        .ifPresent(decade -> found.add(new Extent(decade, decade + 9, from + 1, year)));
    if (Numerals.isDigits(token.raw()) && token.raw().length() == 4) {
      int number = Integer.parseInt(token.raw());
      if (number >= FIRST_YEAR && number <= LAST_YEAR) {
        found.add(new Extent(number, number, from + 1, year));
      }
    }
    if (led && isShortYear(from)) {
      int number = 1900 + Integer.parseInt(token.raw());
      found.add(new Extent(number, number, from + 1, year));
    }
    for (Around around : around(from)) {
      switch (around.word()) {
        case EARLY -> part(around.next(), 0, 3, year, found);
        case MID -> part(around.next(), 4, 6, year, found);
        case LATE -> part(around.next(), 7, 9, year, found);
        case CENTURY -> romanCentury(around.next(), year, found);
        default -> {}
      }
    }
    ordinalCentury(from, year, found);
  }

  private void part(int from, int first, int last, NumberAttribute year, List<Extent> found) {
    for (int at : afterFrom(from)) {
      if (at < tokens.size()) {
        decade(at, true).ifPresent(d -> found.add(new Extent(d + first, d + last, at + 1, year)));
      }
    }
  }

  /** "'94", "del 94", "el 94". */
  private boolean isShortYear(int at) {
    String raw = tokens.get(at).raw();
    if (raw.length() != 2 || !Numerals.isDigits(raw) || at == 0) {
      return false;
    }
    String before = tokens.get(at - 1).raw();
    return before.equals("del")
        || before.equals("el")
        || before.equals("año")
        || before.equals("ano");
  }

  /** "80s", "1980s", "eighties", "los 80", "años ochenta", "los 2000". */
  private Optional<Integer> decade(int at, boolean led) {
    Token token = tokens.get(at);
    String raw = token.raw();
    OptionalInt word = lexicon.lexicon.numerals.decade(token);
    if (word.isPresent()) {
      return Optional.of(1900 + word.getAsInt());
    }
    boolean plural = raw.endsWith("s") && Numerals.isDigits(raw.substring(0, raw.length() - 1));
    String digits = plural ? raw.substring(0, raw.length() - 1) : raw;
    if (plural || (led && at > 0 && saysDecade(at))) {
      OptionalInt number =
          Numerals.isDigits(digits) && digits.length() <= 4
              ? OptionalInt.of(Integer.parseInt(digits))
              : lexicon.lexicon.numerals.cardinal(token);
      if (number.isPresent()) {
        return decade(number.getAsInt(), digits.length());
      }
    }
    return Optional.empty();
  }

  private static Optional<Integer> decade(int number, int digits) {
    if (number % 10 != 0) {
      return Optional.empty();
    }
    if (number >= FIRST_YEAR && number <= LAST_YEAR) {
      return Optional.of(number);
    }
    if (number >= FIRST_SHORT_DECADE && number < 100) {
      return Optional.of(1900 + number);
    }
    return number < FIRST_SHORT_DECADE && digits == 2
        ? Optional.of(2000 + number)
        : Optional.empty();
  }

  /** "Los 80", "años 80", "los 70 u 80", "the 80". */
  private boolean saysDecade(int at) {
    if (tokens.get(at - 1).raw().equals("the")) {
      return tokens.get(at).raw().length() == 2;
    }
    for (int i = at - 1; i >= 0 && i >= at - DECADE_REACH; i--) {
      if (DECADE_WORDS.contains(tokens.get(i).raw())) {
        return true;
      }
    }
    return false;
  }

  /** "Siglo XX", "siglo XXI". */
  private void romanCentury(int at, NumberAttribute year, List<Extent> found) {
    if (at < tokens.size()) {
      int century =
          switch (tokens.get(at).raw()) {
            case "xviii", "18" -> 18;
            case "xix", "19" -> 19;
            case "xx", "20" -> 20;
            case "xxi", "21" -> 21;
            default -> 0;
          };
      if (century > 0) {
        found.add(new Extent(century * 100 - 99, century * 100, at + 1, year));
      }
    }
  }

  /** "20th century", "21st century". */
  private void ordinalCentury(int at, NumberAttribute year, List<Extent> found) {
    String raw = tokens.get(at).raw();
    if (raw.length() == 4
        && Numerals.isDigits(raw.substring(0, 2))
        && around(at + 1).stream().anyMatch(a -> a.word() == Lexicon.RangeWord.CENTURY)) {
      int century = Integer.parseInt(raw.substring(0, 2));
      found.add(new Extent(century * 100 - 99, century * 100, at + 2, year));
    }
  }

  /** "100 minutes", "1.5 hours", "an hour and a half", "1,000 pages". */
  private Optional<Extent> quantity(int at) {
    Optional<Figure> number = figure(at);
    boolean article = List.of("an", "a", "una", "un").contains(tokens.get(at).raw());
    return number.isPresent() || article
        ? quantity(
            number.map(Figure::value).orElse(1.0),
            number.map(Figure::next).orElse(at + 1),
            number.isPresent())
        : Optional.empty();
  }

  /**
   * So many of the unit at a place.
   *
   * @param counted whether by a number: "a rating" is none
   */
  private Optional<Extent> quantity(double count, int unitAt, boolean counted) {
    if (unitAt >= tokens.size()) {
      return Optional.empty();
    }
    String unit = tokens.get(unitAt).english();
    for (NumberAttribute attribute : lexicon.numbers) {
      for (AttributeRole role : lexicon.lexicon.roles) {
        Integer factor = role.units().get(unit);
        if (role.name().equals(attribute.role()) && factor != null) {
          double value = count * factor;
          int next = unitAt + 1;
          if (hasHalf(next)) {
            value += factor / 2.0;
            next += tokens.get(next + 1).raw().equals("a") ? 3 : 2;
          }
          return Optional.of(new Extent(value, value, next, attribute));
        }
      }
      if (!attribute.isYear() && counted && isNamed(attribute, tokens.get(unitAt))) {
        return Optional.of(new Extent(count, count, unitAt + 1, attribute));
      }
    }
    return Optional.empty();
  }

  /** "… and a half", "… y media". */
  private boolean hasHalf(int at) {
    return at + 1 < tokens.size()
        && ((tokens.get(at).raw().equals("y") && tokens.get(at + 1).raw().equals("media"))
            || (at + 2 < tokens.size()
                && tokens.get(at).raw().equals("and")
                && tokens.get(at + 1).raw().equals("a")
                && tokens.get(at + 2).raw().equals("half")));
  }
}
