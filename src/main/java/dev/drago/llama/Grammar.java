package dev.drago.llama;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A grammar that a generated text must follow, in llama.cpp's notation GBNF as of build b4916.
 *
 * <pre>{@code
 * Grammar grammar = Grammar.parse("root ::= \"yes\" | \"no\"");
 * try (Sampler sampler = new Sampler(model, SamplerOptions.GREEDY, Optional.of(grammar))) {
 *   int token = sampler.sample(context, 0);
 * }
 * }</pre>
 *
 * <p>llama.cpp's own grammars are not used: its parser takes a broken one for none at all, left
 * recursion through something empty overflows its stack, and a token that does not fit ends the
 * process. Here a text is read strictly (nothing undefined, nothing defined twice, no left
 * recursion, every rule can come to an end) and matched with bounds on depth and ambiguity.
 *
 * <p>The notation: a rule {@code name ::= ...} a line, names of letters, digits and hyphens, {@code
 * root} among them; literals {@code "..."}, sets {@code [a-z]} and {@code [^"\n]}, {@code .} for
 * any character, the escapes {@code \n \r \t \\ \" \[ \] \xNN \}{@code uNNNN \}{@code UNNNNNNNN};
 * groups, {@code |}, and after any of these {@code ? * + {m} {m,} {m,n}}; comments from {@code #}.
 * A rule goes on in the next line after {@code ::=}, after {@code |} and within parentheses.
 */
public final class Grammar {

  /** The longest text of a grammar, in characters. */
  public static final int MAX_LENGTH = 1 << 20;

  /** The most symbols a grammar may have once its repetitions are written out. */
  public static final int MAX_SYMBOLS = 1 << 18;

  /** How deep groups may stand in each other. */
  public static final int MAX_NESTING = 64;

  private final String text;
  private final GrammarRule[] rules;
  private final int root;

  private Grammar(String text, GrammarRule[] rules, int root) {
    this.text = text;
    this.rules = rules;
    this.root = root;
  }

  /**
   * Reads a grammar.
   *
   * @throws IllegalArgumentException with a sentence that says in which line what is wrong
   */
  public static Grammar parse(String gbnf) {
    GrammarParser parser = new GrammarParser(gbnf);
    List<GrammarRule> rules = parser.parse();
    GrammarCheck.check(rules);
    return new Grammar(gbnf, rules.toArray(GrammarRule[]::new), parser.root());
  }

  /** The grammar as it was written. */
  public String text() {
    return text;
  }

  /** Whether all of {@code text} follows it. */
  public boolean matches(String text) {
    return after(text).canEnd();
  }

  /** Whether {@code text} follows it or can be completed so that it does. */
  public boolean matchesBeginning(String text) {
    return !after(text).isDead();
  }

  private GrammarState after(String text) {
    GrammarState state = start();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      state = state.next(b);
    }
    return state;
  }

  GrammarState start() {
    return GrammarState.start(rules, root);
  }

  @Override
  public String toString() {
    return text;
  }
}
