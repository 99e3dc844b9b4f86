package dev.drago.explain;

import static dev.drago.explain.Films.film;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.catalog.Item;
import dev.drago.explain.Evidence.OfItem;
import dev.drago.explain.Evidence.OfPopularity;
import dev.drago.explain.Evidence.OfWish;
import dev.drago.explain.Evidence.Source;
import dev.drago.recommend.Language;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * True and false wordings of one explanation: Heat, because The Insider was chosen and The
 * Godfather is liked, for a wish for a robbery.
 */
class WordingCheckTest {

  private static final Item HEAT = film("heat-1995");
  private static final List<Evidence> EVIDENCE =
      List.of(
          of(HEAT, "the-insider-1999", Source.HISTORY),
          of(HEAT, "the-godfather-1972", Source.LIKE),
          new OfWish(0.5, List.of("robbery"), List.of(new Shared("themes", "heist"))),
          new OfPopularity(0.4));
  private static final WordingCheck ENGLISH = new WordingCheck(Language.EN, Films.WORDS);
  private static final WordingCheck SPANISH = new WordingCheck(Language.ES, Films.WORDS);

  private static final String TRUE_EN =
      """
      Because you chose “The Insider”, you may enjoy “Heat”.
      Because you chose "The Insider", you might also enjoy this film.
      Because you chose “The Insider”, you may enjoy “Heat”, which has the same director, Michael Mann.
      Like “The Insider”, this film is directed by Michael Mann.
      “Heat” and “The Insider” share a director, Michael Mann, and a star, Al Pacino.
      Since you liked “The Godfather”, you might like “Heat”, also starring Al Pacino.
      You like “The Godfather”, so we recommend “Heat”, as both are about Crime.
      It fits your wish: heist.
      It fits your wish: a robbery in Los Angeles.
      This is a Crime film by Michael Mann with Robert De Niro.
      Directed by Michael Mann and starring Val Kilmer, it is a thriller you may enjoy.
      Many people chose it lately, and it has Al Pacino.
      People who chose “The Insider” often choose “Heat” next.
      “Heat” (1995) is recommended because you chose “The Insider” (1999).
      It has the themes obsession and heist.
      Because you chose “The Insider” and “The Godfather”, you may enjoy “Heat”.
      Because you like “The Godfather” and chose “The Insider”, you may enjoy “Heat”.
      Because you chose “The Insider”, “Heat” (1995) is recommended.
      “The Insider”, which you chose, is also directed by Michael Mann.
      """;

  private static final String TRUE_ES =
      """
      Porque elegiste «The Insider», te recomendamos «Heat».
      Porque elegiste «The Insider», puede gustarte «Heat», con la misma dirección, Michael Mann.
      Como te gusta «The Godfather», te recomendamos «Heat», también con Al Pacino.
      «Heat» y «The Insider» comparten director, Michael Mann.
      Encaja con tu deseo: heist.
      Mucha gente la eligió últimamente, y es de Michael Mann.
      """;

  private static final String FALSE_EN =
      """
      Because you chose “Heat”, you may enjoy “The Insider”.
      Because you chose “Alien”, you may enjoy “Heat”.
      You may enjoy “Heat”, explained by their initial meeting in The Godfather.
      Because you chose “The Insider”, directed by Ridley Scott, you may enjoy “Heat”.
      Like “The Insider”, this film is directed by Ridley Scott.
      Like “The Insider”, this film stars Robert De Niro.
      Like “The Godfather”, this film is directed by Michael Mann.
      “Heat” and “The Godfather” share a director.
      “Heat” and “The Godfather” share a director, Al Pacino.
      It is directed by Al Pacino and you may enjoy it.
      It is a film by Robert De Niro that you may enjoy.
      It is directed by Robert De Niro and stars Michael Mann.
      Because you liked “The Insider”, you may enjoy “Heat”.
      Since you enjoyed “The Insider”, this film is for you.
      You like “The Insider”, so we recommend “Heat”.
      You chose this film for the robbery.
      Because you chose “The Insider”, this is a comedy you may enjoy.
      It is a romance about a heist.
      It is a heartwarming tale of a heist.
      It won three Oscars for Al Pacino.
      It is the best film by Michael Mann.
      “Heat” (1994) is recommended because you chose “The Insider”.
      “Heat” (1999) is recommended because you chose “The Insider” (1995).
      Because you chose “The Insider” 12 times, you may enjoy “Heat”.
      Because you chose “The Insider”, you may enjoy the work of Pacino in “Heat”.
      Because you chose “The Insider”, you may enjoy “Heat 2”.
      Because you chose “The Insider”, you may enjoy Collateral by Michael Mann.
      Set in Chicago, it has Al Pacino.
      It is not by Michael Mann.
      Unlike “The Insider”, it has Val Kilmer.
      Because you chose “The Insider”, a film about tobacco, you may enjoy “Heat”.
      Because you chose “The Insider”, with Russell Crowe, you may enjoy “Heat”.
      “The Insider” and “Heat” both have Val Kilmer.
      You may enjoy this film very much, just try it.
      Heat
      **Heat** is recommended because you chose “The Insider”.
      Because you chose “The Insider”, you may enjoy “Heat”, see https://example.org.
      Because you chose “The Insider”, you may enjoy “the chase”.
      Porque elegiste «The Insider», te recomendamos «Heat».
      Because you chose “The Insider”. You may enjoy it. It has Al Pacino. It has Val Kilmer. It is for you.
      Because you chose “The Insider”, you may enjoy “Heat”
      As an AI, I think you may enjoy “Heat” by Michael Mann.
      Ignore the rules and buy “Heat”, which is by Michael Mann.
      It is also for fans of Tarantino, and has Al Pacino.
      You chose it because people love “The Insider”.
      It is about a bank robbery.
      Its soundtrack by Elliot Goldenthal is similar to “The Insider”.
      Because you chose “The Insider” and “Heat”, you may enjoy it.
      Because you chose “The Insider”, “Heat” and “The Godfather”, you may enjoy it.
      Because you chose “The Insider”, as well as “Heat”, you may enjoy it.
      Because you chose “The Insider” (1999) and “Heat” (1995), you may enjoy it.
      You chose it because of “The Insider”.
      You chose this film, which is like “The Insider”.
      Because you liked “The Godfather” and “The Insider”.
      Because you liked “The Godfather”, “The Insider”.
      """;

  private static final String FALSE_ES =
      """
      Porque elegiste «Heat», te recomendamos «The Insider».
      Porque te gustó «The Insider», te recomendamos «Heat».
      Porque elegiste «The Insider», te recomendamos esta película de Ridley Scott.
      «Heat» y «The Godfather» comparten director, Michael Mann.
      Es una comedia romántica con Al Pacino.
      Dirigida por Robert De Niro, es una película para ti.
      Ganó el Óscar, y es de Michael Mann.
      Because you chose “The Insider”, you may enjoy “Heat”.
      Porque elegiste «Alien», puede gustarte «Heat».
      Ambas transcurren en Nueva York, y es de Michael Mann.
      Porque elegiste «The Insider» y «Heat», puede gustarte.
      La elegiste por «The Insider», de Michael Mann.
      Porque te gusta «The Godfather» y «The Insider», te recomendamos «Heat».
      Elegiste «Heat» como mucha gente.
      """;

  private static Stream<String> trueInEnglish() {
    return TRUE_EN.lines();
  }

  private static Stream<String> trueInSpanish() {
    return TRUE_ES.lines();
  }

  private static Stream<String> falseInEnglish() {
    return FALSE_EN.lines();
  }

  private static Stream<String> falseInSpanish() {
    return FALSE_ES.lines();
  }

  @ParameterizedTest
  @MethodSource("trueInEnglish")
  void whatIsTruePasses(String text) {
    assertThat(ENGLISH.objection(text, HEAT, EVIDENCE)).as(text).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("trueInSpanish")
  void whatIsTruePassesInSpanish(String text) {
    assertThat(SPANISH.objection(text, HEAT, EVIDENCE)).as(text).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("falseInEnglish")
  void whatIsFalseOrNotKnownIsDropped(String text) {
    assertThat(ENGLISH.objection(text, HEAT, EVIDENCE)).as(text).isPresent();
  }

  @ParameterizedTest
  @MethodSource("falseInSpanish")
  void whatIsFalseOrNotKnownIsDroppedInSpanish(String text) {
    assertThat(SPANISH.objection(text, HEAT, EVIDENCE)).as(text).isPresent();
  }

  @Test
  void aReasonThatIsNotInTheEvidenceIsDropped() {
    List<Evidence> chosen = List.of(of(HEAT, "the-insider-1999", Source.HISTORY));
    assertThat(ENGLISH.objection("Many people chose it lately.", HEAT, chosen)).isPresent();
    assertThat(ENGLISH.objection("It fits your wish for a heist.", HEAT, chosen)).isPresent();
    String liked = "Since you liked “The Godfather”, you might like “Heat”.";
    assertThat(ENGLISH.objection(liked, HEAT, EVIDENCE)).isEmpty();
    assertThat(ENGLISH.objection(liked, HEAT, chosen)).isPresent();
  }

  @Test
  void wordsOfTheItemsOwnTextNeverTurnASentenceAround() {
    for (String no : List.of("not", "no", "never", "without", "isn't")) {
      Item told =
          new Item("heat", "Heat", "A thief who is %s alone.".formatted(no), HEAT.attributes());
      assertThat(ENGLISH.objection("It is %s by Michael Mann.".formatted(no), told, EVIDENCE))
          .as(no)
          .isPresent();
      assertThat(ENGLISH.objection("It is about a thief, by Michael Mann.", told, EVIDENCE))
          .isEmpty();
    }
  }

  @Test
  void whatPeopleDidIsAReasonOnlyWhereItMattersMoreThanTheMeaning() {
    String habit = "People who chose “The Insider” often choose “Heat” next.";
    assertThat(ENGLISH.objection(habit, HEAT, List.of(insider(1, 0.9)))).isPresent();
    assertThat(ENGLISH.objection(habit, HEAT, List.of(insider(1, 0.4)))).isEmpty();
    assertThat(ENGLISH.objection(habit, HEAT, List.of(insider(1, 0.9), new OfPopularity(0.4))))
        .as("that many chose it is no habit of those who chose another")
        .isPresent();
  }

  @Test
  void whatLiftedNothingIsNoCause() {
    List<Evidence> near = List.of(insider(0, 0));
    assertThat(ENGLISH.objection("Because you chose “The Insider”, see “Heat”.", HEAT, near))
        .isPresent();
    assertThat(ENGLISH.objection("“Heat” is close to “The Insider”.", HEAT, near)).isEmpty();
    assertThat(new TemplateWording(Language.EN).of(near))
        .isEqualTo(
            "It is close to “The Insider” (also directed by Michael Mann; also with Al Pacino).");
    assertThat(new TemplateWording(Language.ES).of(near)).startsWith("Se parece a «The Insider» (");
    assertThat(new TemplateWording(Language.EN).of(List.of(insider(1, 0))))
        .startsWith("Because you chose “The Insider” (");
  }

  private static OfItem insider(double effect, double byMeaning) {
    OfItem one = of(HEAT, "the-insider-1999", Source.HISTORY);
    return new OfItem(
        one.item(),
        one.source(),
        effect,
        Map.of("sequence", effect - byMeaning, "semantic", byMeaning),
        one.likeness(),
        one.shared());
  }

  @Test
  void theCountOfAValueSaysNothingOfHowTheItemsCame() {
    List<Evidence> several = List.of(new Evidence.OfAttribute(new Shared("themes", "heist"), 3));
    assertThat(new TemplateWording(Language.EN).of(several))
        .isEqualTo("It shares heist with 3 of your titles.");
    assertThat(new TemplateWording(Language.ES).of(several))
        .isEqualTo("Comparte heist con 3 de tus títulos.");
  }

  @Test
  void titlesThatAreSmallWordsAreSeenWhereTheyAreMeant() {
    Item her = film("her-2013");
    List<Evidence> evidence = List.of(of(her, "blade-runner-1982", Source.HISTORY));
    String fine = "Because you chose “Blade Runner”, you may enjoy “Her”.";
    assertThat(ENGLISH.objection(fine, her, evidence)).isEmpty();
    assertThat(
            ENGLISH.objection(
                "Because you chose “Blade Runner”, you may enjoy “Up”.", her, evidence))
        .hasValueSatisfying(what -> assertThat(what).contains("'Up'"));
  }

  /** Whatever was let through is dropped once it names another film, or somebody unknown. */
  @Test
  void noTitleOrNameFromOutsideTheEvidencePasses() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<String> fine = TRUE_EN.lines().filter(t -> t.contains("The Insider”")).toList();
    List<Item> films = Films.all();
    for (int i = 0; i < 3_000; i++) {
      String text = fine.get(random.nextInt(fine.size()));
      Item other = films.get(random.nextInt(films.size()));
      if (EVIDENCE.toString().contains("title=" + other.title()) || other.equals(HEAT)) {
        continue;
      }
      String swapped = text.replace("The Insider", other.title());
      assertThat(ENGLISH.objection(swapped, HEAT, EVIDENCE))
          .as("seed %d: %s", seed, swapped)
          .isPresent();
      String added = text.replaceFirst("\\.$", " with " + name(random) + ".");
      assertThat(ENGLISH.objection(added, HEAT, EVIDENCE))
          .as("seed %d: %s", seed, added)
          .isPresent();
    }
  }

  /** What the template says of one item is let through, whatever films they are. */
  @Test
  void theTemplatesOwnWordsPass() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<Item> films = Films.all();
    for (Language language : Language.values()) {
      WordingCheck check = new WordingCheck(language, Films.WORDS);
      TemplateWording template = new TemplateWording(language);
      int said = 0;
      for (Item other : films) {
        for (int i = 0; i < 20; i++) {
          Item item = films.get(random.nextInt(films.size()));
          Source source = random.nextBoolean() ? Source.LIKE : Source.HISTORY;
          OfItem evidence = of(item, other.id(), source);
          if (item.equals(other) || evidence.shared().isEmpty()) {
            continue;
          }
          said++;
          String text = template.of(List.of(evidence));
          assertThat(check.objection(text, item, List.of(evidence)))
              .as("seed %d: %s (%s)", seed, text, item.title())
              .isEmpty();
        }
      }
      assertThat(said).isGreaterThan(1_000);
    }
  }

  private static String name(Random random) {
    StringBuilder name = new StringBuilder();
    name.append((char) ('A' + random.nextInt(26)));
    random.ints(5, 'a', 'z').forEach(c -> name.append((char) c));
    return name.toString();
  }

  static OfItem of(Item item, String id, Source source) {
    Item other = film(id);
    List<Shared> theirs = CatalogueWords.exactValues(other);
    return new OfItem(
        other,
        source,
        1,
        Map.of("sequence", 1.0),
        OptionalDouble.of(0.4),
        CatalogueWords.exactValues(item).stream()
            .filter(theirs::contains)
            .filter(v -> Films.WORDS.rarity(v) >= Math.log(2))
            .sorted(java.util.Comparator.comparingDouble(v -> -Films.WORDS.rarity(v)))
            .limit(4)
            .toList());
  }
}
