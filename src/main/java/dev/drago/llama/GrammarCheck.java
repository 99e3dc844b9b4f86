package dev.drago.llama;

import dev.drago.llama.GrammarSymbol.Characters;
import dev.drago.llama.GrammarSymbol.Reference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/** What is wrong with rules that are well written each: some cannot end, some begin with itself. */
final class GrammarCheck {

  private final List<GrammarRule> rules;

  private GrammarCheck(List<GrammarRule> rules) {
    this.rules = rules;
  }

  static void check(List<GrammarRule> rules) {
    GrammarCheck check = new GrammarCheck(rules);
    check.requireEnding();
    check.requireNoLeftRecursion();
  }

  private void requireEnding() {
    int endless = deriving(true).nextClearBit(0);
    if (endless < rules.size()) {
      throw wrong(endless, "the rule '%s' can never come to an end");
    }
  }

  /** A search in depth with a stack of its own: rules may refer deeper than Java's stack goes. */
  private void requireNoLeftRecursion() {
    BitSet empty = deriving(false);
    BitSet seen = new BitSet();
    BitSet onPath = new BitSet();
    Deque<Visit> path = new ArrayDeque<>();
    for (int start = 0; start < rules.size(); start++) {
      int next = start;
      while (true) {
        if (onPath.get(next)) {
          throw wrong(
              next,
              rules.get(next).repetition()
                  ? "in the rule '%s' what is repeated may be empty"
                  : "the rule '%s' can begin with itself (left recursion)");
        }
        if (!seen.get(next)) {
          seen.set(next);
          onPath.set(next);
          path.push(new Visit(next, beginnings(next, empty)));
        }
        while (!path.isEmpty() && path.element().rest.isEmpty()) {
          onPath.clear(path.pop().rule);
        }
        if (path.isEmpty()) {
          break;
        }
        next = path.element().rest.nextSetBit(0);
        path.element().rest.clear(next);
      }
    }
  }

  /**
   * A rule on the path.
   *
   * @param rest the rules it may begin with that were not visited from it yet
   */
  private record Visit(int rule, BitSet rest) {}

  private BitSet beginnings(int rule, BitSet empty) {
    BitSet beginnings = new BitSet();
    for (GrammarSymbol[] sequence : rules.get(rule).alternatives()) {
      for (GrammarSymbol symbol : sequence) {
        if (!(symbol instanceof Reference(int next))) {
          break;
        }
        beginnings.set(next);
        if (!empty.get(next)) {
          break;
        }
      }
    }
    return beginnings;
  }

  /** The rules that derive a text that ends, or with {@code characters} false the empty one. */
  private BitSet deriving(boolean characters) {
    List<List<Missing>> waiting = new ArrayList<>();
    rules.forEach(_ -> waiting.add(new ArrayList<>()));
    BitSet found = new BitSet();
    Deque<Integer> fresh = new ArrayDeque<>();
    for (int rule = 0; rule < rules.size(); rule++) {
      for (GrammarSymbol[] sequence : rules.get(rule).alternatives()) {
        Missing missing = new Missing(rule);
        for (GrammarSymbol symbol : sequence) {
          switch (symbol) {
            case Characters _ -> missing.count += characters ? 0 : 1;
            case Reference(int next) -> {
              missing.count++;
              waiting.get(next).add(missing);
            }
          }
        }
        if (missing.count == 0 && !found.get(rule)) {
          found.set(rule);
          fresh.add(rule);
        }
      }
    }
    while (!fresh.isEmpty()) {
      for (Missing missing : waiting.get(fresh.remove())) {
        if (--missing.count == 0 && !found.get(missing.rule)) {
          found.set(missing.rule);
          fresh.add(missing.rule);
        }
      }
    }
    return found;
  }

  /** How many symbols of a sequence are not known to derive anything yet. */
  private static final class Missing {
    final int rule;
    int count;

    Missing(int rule) {
      this.rule = rule;
    }
  }

  private IllegalArgumentException wrong(int number, String problem) {
    GrammarRule rule = rules.get(number);
    return new IllegalArgumentException(
        "line %d of the grammar: %s".formatted(rule.line(), problem.replace("%s", rule.name())));
  }
}
