package dev.drago.llama;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our matching of a grammar against llama.cpp's, token by token. */
class GrammarOracleTest {

  /** Bytes whose tokens the two may be compared by: llama.cpp takes broken UTF-8 for something. */
  private static final String COMPARED = "\\p{ASCII}*|é|€|\u00c3|\u00a9|\u00e2|\u0082|\u00ac";

  private static final int GRAMMARS = 300;

  @TempDir static Path directory;

  private static LlamaLibrary library;
  private static Path file;

  @BeforeAll
  static void write() {
    library = LlamaLibrary.open(Optional.empty(), directory);
    file = ByteModel.write(directory.resolve("bytes.gguf"), 3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "root ::= \"yes\" | \"no\"",
        "root ::= [a-c]+ \"é\"? [^\"\\n]{2,4} .",
        "root ::= item (\",\" item)*\nitem ::= \"[\" root? \"]\" | [0-9]{1,3}",
        "root ::= v\nv ::= \"{\" (p (\",\" p)*)? \"}\" | s | \"true\"\np ::= s \":\" v\n"
            + "s ::= \"\\\"\" [^\"\\\\\\x00-\\x1F]* \"\\\"\"",
        "root ::= \"a\"{0,3} \"b\"{2} \"ab\"{1,} # and so on",
        "root ::= [\\u00e8-\\u20ad]* \"x\""
      })
  void theSameTokensMayFollow(String gbnf) {
    try (LlamaModel model = LlamaModel.load(library, file, ModelOptions.DEFAULT)) {
      for (int seed = 0; seed < 20; seed++) {
        compare(model, gbnf, new Random(seed));
      }
    }
  }

  @Test
  void theSameTokensMayFollowInRandomGrammars() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int compared = 0;
    try (LlamaModel model = LlamaModel.load(library, file, ModelOptions.DEFAULT)) {
      for (int i = 0; i < GRAMMARS; i++) {
        String gbnf = grammar(random);
        try {
          Grammar.parse(gbnf);
        } catch (IllegalArgumentException e) {
          continue;
        }
        compared++;
        compare(model, gbnf, random);
      }
    } catch (AssertionError e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    }
    assertThat(compared).as("seed %d", seed).isGreaterThan(GRAMMARS / 5);
  }

  private static void compare(LlamaModel model, String gbnf, Random random) {
    BitSet comparable = comparable(model);
    Constraint ours = new Constraint(Grammar.parse(gbnf), model.vocabulary());
    try (NativeGrammar theirs = new NativeGrammar(model, gbnf)) {
      for (int step = 0; step < 12; step++) {
        BitSet allowed = new BitSet();
        ours.allowed(allowed::set);
        allowed.and(comparable);
        BitSet expected = theirs.allowed();
        expected.and(comparable);
        if (ours.isWithinCharacter()) {
          expected.clear(ByteModel.EOS); // llama.cpp lets a text end in the middle of one
        }
        assertThat(allowed).as("after %d tokens of %s", step, gbnf).isEqualTo(expected);
        for (int token = 0; token < model.vocabulary().size(); token++) {
          if (comparable.get(token)) {
            assertThat(ours.allows(token)).isEqualTo(allowed.get(token));
          }
        }
        if (ours.mustEnd()) {
          assertThat(allowed.stream().toArray()).containsExactly(ByteModel.EOS);
        }
        allowed.clear(ByteModel.EOS);
        if (allowed.isEmpty()) {
          return;
        }
        int[] choices = allowed.stream().toArray();
        int token = choices[random.nextInt(choices.length)];
        ours.accept(token);
        theirs.accept(token);
      }
    }
  }

  private static BitSet comparable(LlamaModel model) {
    BitSet comparable = new BitSet();
    for (int token = TinyModels.FIRST_ITEM; token < model.vocabulary().size(); token++) {
      byte[] piece = model.vocabulary().piece(token, false);
      String text =
          piece.length == 1
              ? Character.toString(piece[0] & 0xFF)
              : new String(piece, java.nio.charset.StandardCharsets.UTF_8);
      if (piece.length > 0 && piece[0] != 0 && text.matches(COMPARED)) {
        comparable.set(token);
      }
    }
    comparable.set(ByteModel.EOS);
    return comparable;
  }

  private static String grammar(Random random) {
    StringBuilder text = new StringBuilder();
    List<String> names = List.of("root", "a", "b");
    for (int i = 0; i < names.size(); i++) {
      // Only what comes later: random recursion is ambiguous beyond the bound of ours.
      List<String> later = names.subList(i + 1, names.size());
      text.append(names.get(i)).append(" ::= ").append(alternatives(random, later, 2)).append('\n');
    }
    return text.toString();
  }

  private static String alternatives(Random random, List<String> names, int depth) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(3); i >= 0; i--) {
      for (int j = random.nextInt(3); j >= 0; j--) {
        text.append(item(random, names, depth)).append(quantifier(random)).append(' ');
      }
      text.append(i > 0 ? "| " : "");
    }
    return text.toString();
  }

  private static String item(Random random, List<String> names, int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 8)) {
      case 0 -> "\"a\"";
      case 1 -> "\"bé\"";
      case 2 -> "[a-c1]";
      case 3 -> "[^a\\n]";
      case 4 -> ".";
      case 5, 6 -> names.isEmpty() ? "\"c\"" : names.get(random.nextInt(names.size()));
      case 7 -> "\"12\"";
      default -> "(" + alternatives(random, names, depth - 1) + ")";
    };
  }

  private static String quantifier(Random random) {
    return switch (random.nextInt(9)) {
      case 0 -> "?";
      case 1 -> "*";
      case 2 -> "+";
      case 3 -> "{2}";
      case 4 -> "{1,3}";
      default -> "";
    };
  }
}
