package dev.drago.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrammarTest {

  @Test
  void aTextFollowsOrDoesNot() {
    Grammar list = Grammar.parse("root ::= item (\", \" item)*\nitem ::= [a-z]+ [^a-z ,]?");
    assertThat(list.matches("one, two2, three")).isTrue();
    assertThat(list.matches("one,two")).isFalse();
    assertThat(list.matches("one, ")).isFalse();
    assertThat(list.matchesBeginning("one, ")).isTrue();
    assertThat(list.matches("olé")).isTrue();
    assertThat(list.matches("oléé")).isFalse();
    assertThat(list.matches("")).isFalse();
  }

  @Test
  void escapesAndCommentsAreRead() {
    Grammar grammar =
        Grammar.parse(
            """
            # a comment
            root ::= # it goes on
              "\\x41\\u00e9\\U0001F600" |
              ( "q\\"\\\\" # in a group
                [\\]\\[-] ) |
              "tab\\t"
            """);
    assertThat(grammar.matches("Aé😀")).isTrue();
    assertThat(grammar.matches("q\"\\]")).isTrue();
    assertThat(grammar.matches("q\"\\-")).isTrue();
    assertThat(grammar.matches("tab\t")).isTrue();
    assertThat(grammar.matches("tab")).isFalse();
  }

  @Test
  void repetitionsCount() {
    Grammar grammar = Grammar.parse("root ::= \"ab\"{2} \"c\"{1,3} \"d\"{0} \"e\"{2,}");
    assertThat(grammar.matches("ababcee")).isTrue();
    assertThat(grammar.matches("ababccceeeee")).isTrue();
    assertThat(grammar.matches("abcee")).isFalse();
    assertThat(grammar.matches("ababccccee")).isFalse();
    assertThat(grammar.matches("ababcdee")).isFalse();
    assertThat(grammar.matches("ababce")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "`` ! no rule 'root'",
        "`a ::= \"x\"` ! no rule 'root'",
        "`root ::= a` ! no rule 'a'",
        "`root ::= \"x` ! the literal has no end",
        "`root ::= [x` ! the set has no end",
        "`root ::= []` ! empty",
        "`root ::= [^\\U00000000-\\U0010FFFF]` ! leaves out every character",
        "`root ::= [z-a]` ! backwards",
        "`root ::= (\"x\"` ! ')' is missing",
        "`root ::= \"x\")` ! ')' is unexpected",
        "`root = \"x\"` ! '::=' is missing",
        "`root ::= *` ! nothing before '*'",
        "`root ::= \"\"?` ! nothing before '?'",
        "`root ::= \"x\"{2,1}` ! at least 2 and at most 1",
        "`root ::= \"x\"{,1}` ! number of repetitions",
        "`root ::= \"x\"{99999999999}` ! more than 65536 times",
        "`root ::= \"\\q\"` ! no escape '\\q'",
        "`root ::= \"\\x4\"` ! 2 hexadecimal digits",
        "`root ::= \"\\U00110000\"` ! no character U+110000",
        "`root ::= \"\\uD800\"` ! half of a pair",
        "`root ::= root \"x\" | \"x\"` ! left recursion",
        "`root ::= \"x\"? root` ! can never come to an end",
        "`root ::= \"x\"? root | \"y\"` ! left recursion",
        "`root ::= (\"x\"*)*` ! what is repeated may be empty",
        "`root ::= \"x\" root` ! can never come to an end",
        "`root_a ::= \"x\"` ! '::=' is missing",
        "`root ::= $` ! '$' is unexpected",
      })
  void whatIsWrongIsSaid(String gbnf, String message) {
    assertThatThrownBy(() -> Grammar.parse(gbnf))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("line 1");
  }

  @Test
  void theLineIsSaid() {
    assertThatThrownBy(() -> Grammar.parse("root ::= a\na ::= \"x\" |\n  b\n"))
        .hasMessage("line 3 of the grammar: there is no rule 'b'");
    assertThatThrownBy(() -> Grammar.parse("root ::= a\na ::= b\nb ::= a | \"x\"\n"))
        .hasMessageContaining("can begin with itself");
    assertThatThrownBy(() -> Grammar.parse("root ::= \"x\"\nroot ::= \"y\""))
        .hasMessage("line 2 of the grammar: the rule 'root' is defined twice");
    assertThatThrownBy(() -> Grammar.parse("root ::= \"x\"\n | \"y\""))
        .hasMessageContaining("line 2");
  }

  @Test
  @Timeout(20)
  void sizesAreBounded() {
    String nested = "(".repeat(100) + "\"x\"" + ")".repeat(100);
    assertThatThrownBy(() -> Grammar.parse("root ::= " + nested)).hasMessageContaining("64 deep");
    assertThatThrownBy(() -> Grammar.parse("root ::= " + "\"x\"{65536} ".repeat(5)))
        .hasMessageContaining("262144 symbols");
    assertThatThrownBy(() -> Grammar.parse("root ::= \"x\" #" + "y".repeat(Grammar.MAX_LENGTH)))
        .hasMessageContaining("at most 1048576");
    // A chain of rules, each the last one's beginning, is deep for a recursive check.
    StringBuilder chain = new StringBuilder("root ::= r0\n");
    for (int i = 0; i < 40_000; i++) {
      chain.append("r%d ::= r%d | \"x\"%n".formatted(i, i + 1));
    }
    assertThat(Grammar.parse(chain + "r40000 ::= \"y\"").matchesBeginning("z")).isFalse();
  }

  @Test
  @Timeout(20)
  void ambiguityAndDepthAreBounded() {
    Grammar twoTails = Grammar.parse("root ::= \"x\" root \"y\" | \"x\" root \"z\" | \"x\"");
    assertThat(twoTails.matches("xxxyz")).isTrue();
    assertThat(twoTails.matchesBeginning("x".repeat(100))).isFalse();
    Grammar empties = Grammar.parse("root ::= e{40} \"x\"\ne ::= \"a\"? | \"b\"?");
    assertThat(empties.matches("abx")).isTrue();
    Grammar brackets = Grammar.parse("root ::= \"[\" root? \"]\"");
    assertThat(brackets.matches("[".repeat(400) + "]".repeat(400))).isTrue();
    assertThat(brackets.matchesBeginning("[".repeat(2_000))).isFalse();
  }

  @Test
  void aLongTextTakesTimeInProportion() {
    Grammar string = Grammar.parse("root ::= \"<\" ([^<\\\\] | \"\\\\\" [n<])* \">\"");
    long start = System.nanoTime();
    assertThat(string.matches("<" + "ab\\n".repeat(250_000) + ">")).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void brokenUtf8FollowsNothing() {
    GrammarState any = Grammar.parse("root ::= .*").start();
    for (int[] bytes :
        new int[][] {
          {0x80},
          {0xC0},
          {0xC1},
          {0xE0, 0x80},
          {0xED, 0xA0},
          {0xF5},
          {0xF4, 0x90},
          {0xFF},
          {0xC3, 0x28}
        }) {
      GrammarState state = any;
      for (int b : bytes) {
        state = state.next((byte) b);
      }
      assertThat(state.isDead()).isTrue();
    }
    assertThat(any.next((byte) 0xC3).canEnd()).isFalse();
    assertThat(any.next((byte) 0xC3).next((byte) 0xA9).canEnd()).isTrue();
  }
}
