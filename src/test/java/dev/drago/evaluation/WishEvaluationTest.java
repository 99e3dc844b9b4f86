package dev.drago.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.ItemJson;
import dev.drago.evaluation.Wish.Half;
import dev.drago.evaluation.WishEvaluation.Figures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WishEvaluationTest {

  private static final Wish FIRST = wish("a", "en", Set.of("x", "y", "z"));
  private static final Wish SECOND = wish("b", "en", Set.of("w"));
  private static final Wish THIRD = wish("c", "es", Set.of("x"));

  /** By hand: of the first two of three at places 2 and 4; the second missed; the third at once. */
  private static final Map<String, List<String>> FOUND =
      Map.of("a?", List.of("q", "x", "r", "z"), "b?", List.of("x", "y"), "c?", List.of("x"));

  private static final WishEvaluation EVALUATION =
      WishEvaluation.run(
          List.of(FIRST, SECOND, THIRD),
          Map.of("some", text -> FOUND.get(text), "none", text -> List.of()));

  @Test
  void figuresMatchThoseComputedByHand() {
    Figures english =
        EVALUATION.figures("some", w -> w.language().equals("en"), Bootstrap.seeded(1));

    assertThat(english.wishes()).isEqualTo(2);
    assertThat(english.hit().value()).isEqualTo(0.5);
    assertThat(english.recall().value()).isCloseTo((2.0 / 3 + 0) / 2, within(1e-12));
    assertThat(english.reciprocalRank().value()).isCloseTo((0.5 + 0) / 2, within(1e-12));

    Figures all = EVALUATION.figures("some", w -> true, Bootstrap.seeded(1));
    assertThat(all.hit().value()).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(all.hit().low()).isLessThan(all.hit().value());
    assertThat(EVALUATION.figures("none", w -> true, Bootstrap.seeded(1)).recall())
        .isEqualTo(new Estimate(0, 0, 0));
    assertThat(EVALUATION.difference("some", "none", w -> true, Bootstrap.seeded(1)).value())
        .isCloseTo((2.0 / 3 + 0 + 1) / 3, within(1e-12));
  }

  @Test
  void onlyTheFirstTenCountAndARepeatedItemOnce() {
    List<String> eleven = IntStream.range(0, 11).mapToObj(i -> i == 10 ? "w" : "q" + i).toList();
    assertThat(WishOutcome.of(SECOND, eleven)).isEqualTo(new WishOutcome(SECOND, 0, 0, 0));
    assertThat(WishOutcome.of(FIRST, List.of("x", "x", "x")).recall())
        .isCloseTo(1.0 / 3, within(1e-12));
  }

  @Test
  void ofManyAcceptedItemsTenAreAsMuchAsCanBeFound() {
    Set<String> twenty = IntStream.range(0, 20).mapToObj(i -> "i" + i).collect(Collectors.toSet());
    List<String> ten = IntStream.range(0, 10).mapToObj(i -> "i" + i).toList();
    assertThat(WishOutcome.of(wish("m", "en", twenty), ten).recall()).isEqualTo(1);
  }

  @Test
  void aReportHasATableForEachLanguageAndTheSameFiguresAsJson() throws IOException {
    WishReport report = new WishReport(EVALUATION, Bootstrap.seeded(1));
    assertThat(report.text())
        .contains("en, dev, 2 wishes", "es, dev, 1 wishes", "0.500 [0.000, 1.000]", "1.000");
    JsonNode json = new ObjectMapper().readTree(report.json());
    assertThat(json.get("figures")).hasSize(4);
    assertThat(json.get("outcomes")).hasSize(6);
  }

  @Test
  void aRankingWithAStepChangedIsComparedWithItsBase() {
    WishEvaluation steps =
        WishEvaluation.run(
            List.of(FIRST, SECOND, THIRD),
            Map.of("some", text -> FOUND.get(text), "some, blind", text -> List.of()));
    assertThat(new WishReport(steps, Bootstrap.seeded(1)).text())
        .contains("serves more by")
        .containsPattern("some, blind +0.333")
        .containsPattern("some, blind +1.000 .1.000, 1.000.");
  }

  @Test
  void aWrongLineIsNamed() {
    assertThatThrownBy(() -> Wish.read("{\"id\":\"a\"}", "mine.jsonl"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("mine.jsonl, line 1: the half '' is not dev or test");
    String line =
        "{\"id\":\"a\",\"language\":\"en\",\"half\":\"dev\",\"text\":\"t\",\"accepted\":[\"x\"]}";
    assertThatThrownBy(() -> Wish.read(line + "\n" + line, "mine.jsonl"))
        .hasMessage("mine.jsonl, line 2: the id 'a' occurs twice");
    assertThatThrownBy(() -> Wish.read(line.replace("\"x\"", ""), "mine.jsonl"))
        .hasMessageContaining("an accepted item: 'a'");
  }

  @Test
  void theWishesThatComeWithDragoAreAboutTheDemoCatalogue() throws IOException {
    Set<String> films =
        resource("/demo/catalogue.jsonl")
            .lines()
            .map(line -> ItemJson.parse(line, CatalogSchema.empty()).id())
            .collect(Collectors.toSet());
    List<Wish> wishes = Wish.read(resource("/evaluation/wishes.jsonl"), "wishes.jsonl");
    List<Wish> queries = Wish.read(resource("/evaluation/queries-es.jsonl"), "queries-es.jsonl");

    assertThat(wishes).hasSize(100);
    assertThat(wishes).filteredOn(w -> w.language().equals("en")).hasSize(50);
    assertThat(wishes).filteredOn(w -> w.language().equals("es")).hasSize(50);
    assertThat(queries).hasSize(50).allMatch(w -> w.language().equals("es"));
    for (String language : List.of("en", "es")) {
      assertThat(wishes)
          .filteredOn(w -> w.language().equals(language) && w.half() == Half.TEST)
          .hasSize(25);
    }
    assertThat(queries).filteredOn(w -> w.half() == Half.TEST).hasSize(25);
    assertThat(wishes).extracting(Wish::text).doesNotHaveDuplicates();
    assertThat(wishes).allSatisfy(w -> assertThat(films).containsAll(w.accepted()));
    assertThat(queries).allSatisfy(w -> assertThat(films).containsAll(w.accepted()));
  }

  private static Wish wish(String id, String language, Set<String> accepted) {
    return new Wish(id, language, Half.DEV, id + "?", accepted);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = WishEvaluationTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
