package dev.drago.llama;

import dev.drago.llama.GrammarSymbol.Characters;
import dev.drago.llama.GrammarSymbol.Reference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the text of a {@link Grammar}. Groups become rules of their own, and so do repetitions:
 *
 * <pre>
 * S{m,n}  becomes  S ... S T(n-m)   with  T(i) ::= S T(i-1) |    and  T(0) nothing
 * S{m,}   becomes  S ... S T        with  T    ::= S T |
 * </pre>
 */
final class GrammarParser {

  private static final int MAX_REPEAT = 1 << 16;

  private final GrammarText in;
  private final List<Optional<GrammarRule>> rules = new ArrayList<>();
  private final Map<String, Integer> named = new LinkedHashMap<>();
  private final Map<String, Integer> firstUse = new LinkedHashMap<>();
  private int symbols;
  private String rule = "";

  GrammarParser(String text) {
    this.in = new GrammarText(text);
  }

  List<GrammarRule> parse() {
    in.skipSpace(true);
    while (!in.atEnd()) {
      parseRule();
      in.skipSpace(true);
    }
    named.forEach(
        (name, number) -> {
          if (rules.get(number).isEmpty()) {
            throw in.wrongAt(firstUse.getOrDefault(name, 1), "there is no rule '%s'", name);
          }
        });
    if (!named.containsKey("root")) {
      throw in.wrongAt(1, "there is no rule 'root', with which a text would begin");
    }
    return rules.stream().map(Optional::orElseThrow).toList();
  }

  int root() {
    return named.getOrDefault("root", 0);
  }

  private void parseRule() {
    int line = in.line();
    rule = in.name();
    int number = number(rule);
    if (rules.get(number).isPresent()) {
      throw in.wrong("the rule '%s' is defined twice", rule);
    }
    in.skipSpace(false);
    in.expect("::=", "after the name '" + rule + "'");
    in.skipSpace(true);
    rules.set(number, Optional.of(alternatives(0, line)));
    if (!in.atEnd() && !in.atLineEnd()) {
      throw in.wrong("'%s' is unexpected here", in.here());
    }
  }

  private GrammarRule alternatives(int nesting, int line) {
    List<GrammarSymbol[]> all = new ArrayList<>();
    all.add(sequence(nesting));
    while (in.accept('|')) {
      in.skipSpace(true);
      all.add(sequence(nesting));
    }
    return new GrammarRule(rule, line, false, all.toArray(GrammarSymbol[][]::new));
  }

  private GrammarSymbol[] sequence(int nesting) {
    boolean nested = nesting > 0;
    List<GrammarSymbol> all = new ArrayList<>();
    List<GrammarSymbol> last = List.of();
    while (!in.atEnd()) {
      if (in.atQuantifier()) {
        if (last.isEmpty()) {
          throw in.wrong("there is nothing before '%s' that it could repeat", in.here());
        }
        int[] times = in.quantifier(nested, MAX_REPEAT);
        all.subList(all.size() - last.size(), all.size()).clear();
        last = repeat(last, times[0], times[1]);
      } else {
        Optional<List<GrammarSymbol>> item = item(nesting);
        if (item.isEmpty()) {
          break;
        }
        last = item.get();
        count(last.size());
      }
      all.addAll(last);
      in.skipSpace(nested);
    }
    return all.toArray(GrammarSymbol[]::new);
  }

  /** The next literal, set, name or group, or empty where the sequence ends. */
  private Optional<List<GrammarSymbol>> item(int nesting) {
    if (in.accept('"')) {
      List<GrammarSymbol> letters = new ArrayList<>();
      while (!in.accept('"')) {
        letters.add(one(in.character("the literal")));
      }
      return Optional.of(letters);
    }
    if (in.accept('[')) {
      return Optional.of(List.of(in.set()));
    }
    if (in.accept('.')) {
      return Optional.of(List.of(new Characters(new int[] {0, Character.MAX_CODE_POINT})));
    }
    if (in.accept('(')) {
      return Optional.of(List.of(group(nesting + 1)));
    }
    return in.atName() ? Optional.of(List.of(new Reference(number(in.name())))) : Optional.empty();
  }

  private GrammarSymbol group(int nesting) {
    int line = in.line();
    if (nesting > Grammar.MAX_NESTING) {
      throw in.wrong("groups stand more than %d deep in each other", Grammar.MAX_NESTING);
    }
    in.skipSpace(true);
    GrammarRule group = alternatives(nesting, line);
    in.expect(")", "at the end of the group that begins in line " + line);
    return add(group);
  }

  private List<GrammarSymbol> repeat(List<GrammarSymbol> what, int least, int most) {
    List<GrammarSymbol> all = new ArrayList<>();
    count((long) what.size() * Math.max(least, 1));
    Collections.nCopies(least, what).forEach(all::addAll);
    if (most == GrammarText.UNBOUNDED) {
      all.add(unbounded(what));
      return all;
    }
    count((long) (what.size() + 1) * (most - least));
    Optional<GrammarSymbol> rest = Optional.empty();
    for (int i = least; i < most; i++) {
      List<GrammarSymbol> once = new ArrayList<>(what);
      rest.ifPresent(once::add);
      rest = Optional.of(add(new GrammarRule(rule, in.line(), false, orNothing(once))));
    }
    rest.ifPresent(all::add);
    return all;
  }

  private GrammarSymbol unbounded(List<GrammarSymbol> what) {
    count(what.size() + 1L);
    Reference self = new Reference(rules.size());
    List<GrammarSymbol> once = new ArrayList<>(what);
    once.add(self);
    add(new GrammarRule(rule, in.line(), true, orNothing(once)));
    return self;
  }

  private static GrammarSymbol[][] orNothing(List<GrammarSymbol> sequence) {
    return new GrammarSymbol[][] {sequence.toArray(GrammarSymbol[]::new), {}};
  }

  private Reference add(GrammarRule synthetic) {
    rules.add(Optional.of(synthetic));
    return new Reference(rules.size() - 1);
  }

  private int number(String name) {
    firstUse.putIfAbsent(name, in.line());
    return named.computeIfAbsent(
        name,
        _ -> {
          rules.add(Optional.empty());
          return rules.size() - 1;
        });
  }

  private void count(long more) {
    symbols = (int) Math.min(Integer.MAX_VALUE, symbols + more);
    if (symbols > Grammar.MAX_SYMBOLS) {
      throw in.wrong(
          "the grammar has more than %d symbols, repetitions written out", Grammar.MAX_SYMBOLS);
    }
  }

  private static Characters one(int codePoint) {
    return new Characters(new int[] {codePoint, codePoint});
  }
}
