package dev.drago.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.catalog.AttributeValue;
import dev.drago.catalog.AttributeValue.Date;
import dev.drago.catalog.AttributeValue.Flag;
import dev.drago.catalog.AttributeValue.Keywords;
import dev.drago.catalog.AttributeValue.Numeric;
import dev.drago.catalog.AttributeValue.Text;
import dev.drago.catalog.Item;
import dev.drago.store.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/** Filters against a scan of the items, and against any text at all; jqwik prints the seed. */
class FilterPropertyTest {

  private static final int N = 60;
  private static final List<String> WORDS = List.of("Red", "Blue", "Éclair", "Two words");

  private static final List<Item> ITEMS = new ArrayList<>();
  private static final Path FOLDER = temporary();
  private static final Corpus CORPUS = filled();

  /** A condition as text, and what it means. */
  record Condition(String text, Predicate<Item> meaning) {
    @Override
    public String toString() {
      return text;
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("drago-filters");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Corpus filled() {
    Corpus corpus = new Corpus(FOLDER);
    Random random = new Random(5);
    for (int i = 0; i < N; i++) {
      Map<String, AttributeValue> attributes = new LinkedHashMap<>();
      if (random.nextInt(4) > 0) {
        attributes.put("n", new Numeric(random.nextInt(-5, 6) / 2.0));
      }
      if (random.nextInt(4) > 0) {
        attributes.put("day", new Date(LocalDate.ofEpochDay(random.nextInt(20))));
      }
      if (random.nextBoolean()) {
        attributes.put("flag", new Flag(random.nextBoolean()));
      }
      if (random.nextInt(4) > 0) {
        List<String> words = new ArrayList<>(WORDS);
        java.util.Collections.shuffle(words, random);
        attributes.put("word", new Keywords(words.subList(0, random.nextInt(1, 3))));
      }
      if (random.nextBoolean()) {
        attributes.put("prose", new Text("some prose of red and blue"));
      }
      Item item = Corpus.item("I" + i, "Title " + i, attributes);
      ITEMS.add(item);
      corpus.put(i, item);
    }
    return corpus;
  }

  @AfterContainer
  static void close() throws IOException {
    CORPUS.close();
    TemporaryFolder.delete(FOLDER);
  }

  @Property(tries = 1_000)
  void aFilterMatchesWhatAScanOfTheItemsFinds(@ForAll("conditions") Condition condition) {
    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < N; i++) {
      if (condition.meaning().test(ITEMS.get(i))) {
        expected.add(i);
      }
    }
    assertThat(Arrays.stream(CORPUS.matching(condition.text())).boxed()).isEqualTo(expected);
  }

  @Property(tries = 3_000, shrinking = ShrinkingMode.BOUNDED)
  void anyTextIsAnsweredOrRefusedAndItsDenialIsTheRest(@ForAll("texts") String text) {
    int[] matching;
    try {
      matching = CORPUS.matching(text);
    } catch (FilterException e) {
      assertThat(e.getMessage()).isNotBlank();
      return;
    }
    int[] denied = CORPUS.matching("NOT (" + text + ")");
    if (matching.length == 0 && denied.length == 0) {
      return; // no word in it: no condition, and nothing to deny
    }
    BitSet rest = new BitSet();
    rest.set(0, N);
    Arrays.stream(matching).forEach(rest::clear);
    assertThat(CORPUS.matching("NOT (" + text + ")")).containsExactly(rest.stream().toArray());
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "n:",
            "day:",
            "flag:",
            "word:",
            "prose:",
            "title:",
            "id:",
            "$all:",
            "*:",
            "nosuch:",
            "1",
            "-1.5",
            "1970-01-03",
            "true",
            "red",
            "I7",
            "Two words",
            "é",
            "👩‍🚀",
            "\0",
            "*",
            "?",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            " TO ",
            "\"",
            "\\",
            "/",
            "~",
            "~2",
            "^",
            "^2",
            "@2",
            "+",
            "-",
            "!",
            " AND ",
            " OR ",
            " NOT ",
            "&&",
            "||",
            " ",
            "<",
            ">=",
            "=",
            ":",
            "'",
            "\n",
            "\t",
            "fn:ordered(",
            "fn:phrase(",
            "fn:maxwidth(3 ",
            "fn:wildcard(",
            "fn:fuzzyTerm(");
    Arbitrary<String> sequences =
        pieces.list().ofMinSize(1).ofMaxSize(9).map(list -> String.join("", list));
    return Arbitraries.oneOf(sequences, Arbitraries.strings().ofMaxLength(12));
  }

  @Provide
  Arbitrary<Condition> conditions() {
    return conditions(3);
  }

  private static Arbitrary<Condition> conditions(int depth) {
    Arbitrary<Condition> leaf = Arbitraries.oneOf(numbers(), days(), words(), flags());
    if (depth == 0) {
      return leaf;
    }
    Arbitrary<Condition> inner = Arbitraries.lazy(() -> conditions(depth - 1));
    Arbitrary<Condition> not =
        inner.map(c -> new Condition("NOT (" + c.text() + ")", c.meaning().negate()));
    Arbitrary<Condition> and =
        inner.flatMap(
            a ->
                inner.map(
                    b ->
                        new Condition(
                            "(" + a.text() + ") AND (" + b.text() + ")",
                            a.meaning().and(b.meaning()))));
    Arbitrary<Condition> or =
        inner.flatMap(
            a ->
                inner.map(
                    b ->
                        new Condition(
                            "(" + a.text() + ") OR (" + b.text() + ")",
                            a.meaning().or(b.meaning()))));
    return Arbitraries.oneOf(leaf, not, and, or);
  }

  private static Arbitrary<Condition> numbers() {
    return Arbitraries.integers()
        .between(-12, 12)
        .tuple2()
        .flatMap(
            ends ->
                Arbitraries.of("[]", "{}", "[}", "{]")
                    .map(
                        kind -> {
                          double low = ends.get1() / 4.0;
                          double high = ends.get2() / 4.0;
                          boolean lowIn = kind.charAt(0) == '[';
                          boolean highIn = kind.charAt(1) == ']';
                          String text =
                              "n:%c%s TO %s%c".formatted(kind.charAt(0), low, high, kind.charAt(1));
                          return new Condition(
                              text,
                              item ->
                                  item.attributes().get("n") instanceof Numeric(double n)
                                      && (n > low || (lowIn && n == low))
                                      && (n < high || (highIn && n == high)));
                        }));
  }

  private static Arbitrary<Condition> days() {
    return Arbitraries.integers()
        .between(-2, 22)
        .map(
            day -> {
              LocalDate from = LocalDate.ofEpochDay(day);
              return new Condition(
                  "day:[" + from + " TO *]",
                  item ->
                      item.attributes().get("day") instanceof Date(LocalDate date)
                          && !date.isBefore(from));
            });
  }

  private static Arbitrary<Condition> words() {
    return Arbitraries.of(WORDS)
        .map(
            word ->
                new Condition(
                    "word:\"" + word + "\"",
                    item ->
                        item.attributes().get("word") instanceof Keywords(List<String> values)
                            && values.contains(word)));
  }

  private static Arbitrary<Condition> flags() {
    return Arbitraries.of(true, false)
        .map(
            flag ->
                new Condition(
                    "flag:" + flag,
                    item ->
                        item.attributes().get("flag") instanceof Flag(boolean value)
                            && value == flag));
  }
}
