package dev.drago.conversation.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.conversation.Act;
import dev.drago.conversation.Critique;
import dev.drago.conversation.Statement;
import dev.drago.recommend.Language;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class CritiqueReaderTest {

  /** Remakes, running times, dates, flags and brands: nothing the demo catalogue has. */
  private static final String SHOP =
      """
      {"id":"fly58","title":"The Fly","text":"A man swaps heads.","attributes":{"year":1958,"runtime":94,"actors":["Vincent Price"],"colour":true,"brand":"Acme"}}
      {"id":"fly86","title":"The Fly","text":"A man melts.","attributes":{"year":1986,"runtime":96,"actors":["Jeff Goldblum"],"colour":true,"brand":"Acme"}}
      {"id":"it17","title":"It","text":"It comes back, it eats children and it laughs.","attributes":{"year":2017,"runtime":135,"actors":["Bill Skarsgård"],"colour":true,"brand":"Globex"}}
      {"id":"heat95","title":"Heat","text":"In the heat of the night two men shoot.","attributes":{"year":1995,"runtime":170,"actors":["Al Pacino"],"colour":true,"brand":"Globex"}}
      {"id":"maltese","title":"The Maltese Falcon","text":"A bird.","attributes":{"year":1941,"runtime":100,"actors":["Humphrey Bogart"],"colour":false,"brand":"Acme"}}
      """;

  private static final CritiqueReader DEMO = new CritiqueReader(DemoFilms.lexicon());
  private static final CritiqueReader SMALL = new CritiqueReader(DemoFilms.lexicon(SHOP));

  @Test
  void readsTheExampleEverybodyGetsWrong() {
    Critique critique = demo("something like Alien but funnier, not from the 80s");

    assertThat(critique.language()).isEqualTo(Language.EN);
    assertThat(critique.act()).isEqualTo(Act.REFINE);
    assertThat(critique.statements())
        .containsExactly(
            new Statement.OfItem("alien-1979", true),
            new Statement.OfMood("funny", true),
            range("year", 1980, 1989, false));
    assertThat(demo("algo como Alien pero más divertida, que no sea de los 80").statements())
        .isEqualTo(critique.statements());
  }

  @Test
  void tellsRemakesApartByTheirYear() {
    assertThat(small("The Fly from 1986")).containsExactly(new Statement.OfItem("fly86", true));
    assertThat(small("the fly (1958)")).containsExactly(new Statement.OfItem("fly58", true));
    assertThat(small("la película The Fly de 1958"))
        .containsExactly(new Statement.OfItem("fly58", true));
    assertThat(small("I loved the 1958 Fly")).containsExactly(new Statement.OfItem("fly58", true));
  }

  @Test
  void takesTheNewestRemakeWhereNoYearIsSaid() {
    assertThat(small("something like The Fly"))
        .containsExactly(new Statement.OfItem("fly86", true));
  }

  @Test
  void anEverydayWordIsATitleOnlyWhereSomethingSaysSo() {
    assertThat(small("I like it")).isEmpty();
    assertThat(small("it was ok")).isEmpty();
    assertThat(small("I loved \"It\"")).containsExactly(new Statement.OfItem("it17", true));
    assertThat(small("I was scared by It last night")).contains(new Statement.OfItem("it17", true));
    assertThat(small("the heat of the moment"))
        .doesNotContain(new Statement.OfItem("heat95", true));
    assertThat(small("something like heat")).containsExactly(new Statement.OfItem("heat95", true));
  }

  @Test
  void comparesAnyNumberTheCatalogueHas() {
    assertThat(small("under two hours"))
        .containsExactly(
            new Statement.OfRange("runtime", OptionalDouble.empty(), OptionalDouble.of(120), true));
    assertThat(small("not longer than 100 minutes"))
        .containsExactly(
            new Statement.OfRange("runtime", OptionalDouble.empty(), OptionalDouble.of(100), true));
    assertThat(small("menos de una hora y media"))
        .containsExactly(
            new Statement.OfRange("runtime", OptionalDouble.empty(), OptionalDouble.of(90), true));
    assertThat(small("between 90 and 100 minutes"))
        .containsExactly(range("runtime", 90, 100, true));
  }

  @Test
  void aFullStopOrCommaInsideANumberEndsNothing() {
    CritiqueReader reader =
        new CritiqueReader(
            DemoFilms.lexicon(
                """
                {"id":"a","title":"Alpha","attributes":{"runtime":94,"rating":7.6,"pages":900}}
                {"id":"b","title":"Beta","attributes":{"runtime":190,"rating":5.1,"pages":1200}}
                """));
    Map<String, Statement.OfRange> meant =
        Map.of(
            "under 1.5 hours", upTo("runtime", 90),
            "menos de 1,5 horas", upTo("runtime", 90),
            "rating above 7.5", from("rating", 7.5),
            "under 1,000 pages", upTo("pages", 1_000),
            "menos de 1.000 páginas", upTo("pages", 1_000),
            "between 1.5 and 2.5 hours", range("runtime", 90, 150, true),
            "between 1,000 and 1,500 pages", range("pages", 1_000, 1_500, true),
            "under 2 hours. Please", upTo("runtime", 120));
    meant.forEach(
        (text, range) ->
            assertThat(reader.read(text, Optional.empty()).statements())
                .as(text)
                .containsExactly(range));
    assertThat(reader.read("under 1.5 hours, rating above 7.5", Optional.empty()).statements())
        .containsExactly(upTo("runtime", 90), from("rating", 7.5));
  }

  private static Statement.OfRange upTo(String name, double to) {
    return new Statement.OfRange(name, OptionalDouble.empty(), OptionalDouble.of(to), true);
  }

  private static Statement.OfRange from(String name, double from) {
    return new Statement.OfRange(name, OptionalDouble.of(from), OptionalDouble.empty(), true);
  }

  @Test
  void aNumberNobodyHasIsNoRange() {
    assertThat(demo("shorter than 100 minutes").statements())
        .noneMatch(Statement.OfRange.class::isInstance);
  }

  @Test
  void readsDatesInDaysAndFlagsByTheirName() {
    CritiqueReader reader =
        new CritiqueReader(
            DemoFilms.lexicon(
                """
                {"id":"a","title":"Alpha Boots","attributes":{"released":"1994-03-01","waterproof":true,"brand":["Acme"]}}
                {"id":"b","title":"Beta Boots","attributes":{"released":"2004-03-01","waterproof":false,"brand":["Globex"]}}
                """));

    assertThat(reader.read("waterproof, from the 90s, not Acme", Optional.empty()).statements())
        .containsExactly(
            new Statement.OfAttribute("waterproof", "true", true),
            range(
                "released",
                (double) LocalDate.of(1990, 1, 1).toEpochDay(),
                (double) LocalDate.of(1999, 12, 31).toEpochDay(),
                true),
            new Statement.OfAttribute("brand", "Acme", false));
  }

  @Test
  void theLaterOfTwoContradictionsHolds() {
    assertThat(demo("comedies. No, no comedies").statements())
        .containsExactly(new Statement.OfAttribute("genres", "Comedy", false));
    assertThat(demo("from the 80s; from the 90s").statements())
        .containsExactly(range("year", 1990, 1999, true));
  }

  @Test
  void aHintDecidesOnlyWhereTheWordsDoNot() {
    assertThat(DEMO.read("Alien", Optional.of(Language.ES)).language()).isEqualTo(Language.ES);
    assertThat(DEMO.read("a comedy please", Optional.of(Language.ES)).language())
        .isEqualTo(Language.EN);
    assertThat(DEMO.read("", Optional.empty()).language()).isEqualTo(Language.EN);
  }

  @Test
  void whatIsNegatedIsNoWish() {
    assertThat(demo("without lighthouse keepers").statements()).isEmpty();
    assertThat(demo("lighthouse keepers").statements())
        .containsExactly(new Statement.OfWish("lighthouse keepers"));
  }

  @Test
  void startingOverKeepsWhatIsSaidWithIt() {
    Critique critique = demo("start over with a western");

    assertThat(critique.act()).isEqualTo(Act.START_OVER);
    assertThat(critique.statements())
        .containsExactly(new Statement.OfAttribute("genres", "Western", true));
  }

  @Test
  void aChangedCatalogueHasAnotherLexicon() {
    CatalogueLexicon lexicon = DemoFilms.lexicon(SHOP);

    assertThat(lexicon.version()).isEqualTo(1);
    assertThat(lexicon.moods().find("funny")).isPresent();
  }

  private static Critique demo(String text) {
    return DEMO.read(text, Optional.empty());
  }

  private static List<Statement> small(String text) {
    return SMALL.read(text, Optional.empty()).statements();
  }

  private static Statement.OfRange range(String name, double from, double to, boolean wanted) {
    return new Statement.OfRange(name, OptionalDouble.of(from), OptionalDouble.of(to), wanted);
  }
}
