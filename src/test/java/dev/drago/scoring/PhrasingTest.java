package dev.drago.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.catalog.CatalogSnapshot;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PhrasingTest {

  /** Words of the phrasings that are only right with their accents, as they look without. */
  private static final Set<String> MISSPELT =
      Set.of(
          "catalogo",
          "articulo",
          "articulos",
          "despues",
          "recomendacion",
          "proximo",
          "proxima",
          "eleccion",
          "aun",
          "todavia",
          "eligio",
          "elegira",
          "gusto:",
          "intereso",
          "disfruto",
          "unico",
          "unicamente",
          "recien");

  private static List<String> texts(Phrasing p) {
    return List.of(
        p.system(),
        p.history(),
        p.nothing(),
        p.disliked(),
        p.task(),
        p.next(),
        p.wish(),
        p.reasoning(),
        p.shared(),
        p.recommendation(),
        p.form());
  }

  @Test
  void thereAreFourInEachLanguageAndTheServedOneIsTheFirst() {
    Map<String, Long> byLanguage =
        Phrasing.all().stream()
            .collect(Collectors.groupingBy(Phrasing::language, Collectors.counting()));
    assertThat(byLanguage).containsExactlyInAnyOrderEntriesOf(Map.of("en", 4L, "es", 4L));
    assertThat(Phrasing.served()).isSameAs(Phrasing.all().getFirst());
    assertThat(Phrasing.served().language()).isEqualTo("en");
  }

  @Test
  void noTwoAskInTheSameWords() {
    Set<String> questions = new HashSet<>();
    for (Phrasing phrasing : Phrasing.all()) {
      assertThat(questions.add(phrasing.next())).isTrue();
      assertThat(questions.add(phrasing.system())).isTrue();
      assertThat(texts(phrasing))
          .allSatisfy(text -> assertThat(text).isNotBlank().isEqualTo(text.strip()));
    }
  }

  @Test
  void spanishIsWrittenWithItsAccentsAndComposed() {
    for (Phrasing phrasing : Phrasing.all()) {
      String all = String.join(" ", texts(phrasing));
      assertThat(Normalizer.isNormalized(all, Normalizer.Form.NFC)).isTrue();
      if (phrasing.language().equals("es")) {
        assertThat(Arrays.asList(all.toLowerCase(java.util.Locale.ROOT).split("[^\\p{L}]+")))
            .doesNotContainAnyElementsOf(MISSPELT)
            .contains("artículo", "catálogo", "recomendación");
        assertThat(all.chars().filter(c -> c == '¿').count())
            .isEqualTo(all.chars().filter(c -> c == '?').count());
      }
    }
  }

  @Test
  void everyPhrasingPutsTheFourPartsInTheSameOrder() {
    Profile profile =
        new Profile(new int[0], new int[0], new int[0], Optional.of("something funny"));
    for (Phrasing phrasing : Phrasing.all()) {
      String question =
          RecommendationPrompt.next(phrasing, profile, CatalogSnapshot.empty(), o -> "")
              .get(1)
              .content();
      assertThat(question)
          .containsSubsequence(
              "## " + phrasing.history(),
              phrasing.nothing(),
              "## " + phrasing.task(),
              phrasing.next(),
              phrasing.wish() + " something funny",
              "## " + phrasing.recommendation(),
              phrasing.form());
    }
  }
}
