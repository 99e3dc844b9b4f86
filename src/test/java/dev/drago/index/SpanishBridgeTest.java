package dev.drago.index;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpanishBridgeTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SpanishBridge bridge = new SpanishBridge();

  @Test
  void contentWordsBecomeEnglishAndFunctionWordsGo() {
    assertThat(bridge.english("películas de submarinos")).isEqualTo("film submarine");
    assertThat(bridge.english("un viaje en el tiempo")).isEqualTo("time travel");
    assertThat(bridge.english("¿Algo de vampiros, pero sin sangre?"))
        .isEqualTo("vampire without blood gore");
  }

  @Test
  void numberAndGenderDoNotMatter() {
    for (String boy : List.of("niño", "niños", "NIÑO", "nin\u0303o")) {
      assertThat(bridge.english("el perro y el " + boy))
          .as(boy)
          .startsWith("dog ")
          .contains("child");
    }
    assertThat(bridge.english("dos chicas ricas")).isEqualTo("girl rich wealth");
  }

  @Test
  void aNameStaysAsItIsWritten() {
    assertThat(bridge.english("algo de Almodóvar con mujeres")).isEqualTo("Almodóvar woman");
  }

  @Test
  void severalWordsGoBeforeOne() {
    assertThat(bridge.english("ciencia ficción")).isEqualTo("science fiction");
    assertThat(bridge.english("la segunda guerra mundial")).isEqualTo("World War II");
  }

  @Test
  void wordsToLookForAreBothLanguages() {
    assertThat(bridge.words("los piratas")).isEqualTo("pirates los piratas");
    assertThat(bridge.words("pirate ships")).isEqualTo("pirate ships");
  }

  @Test
  void anEmbedderThatKnowsSpanishIsAskedInBothLanguages() {
    assertThat(bridge.wordings("los piratas", "es"::equals))
        .containsExactly("los piratas", "pirates");
    assertThat(bridge.wordings("los piratas", "en"::equals)).containsExactly("pirates");
    assertThat(bridge.wordings("pirates", "es"::equals)).containsExactly("pirates");
  }

  @Test
  void whatSaysNothingStaysAsItIs() {
    for (String text : List.of("", " ", "?", "quiero ver algo", "😀", "\uD83D", "de la")) {
      assertThat(bridge.english(text)).isEqualTo(text);
    }
  }

  @Test
  void englishIsLeftAsItIsToTheLetter() throws IOException {
    List<String> texts = new ArrayList<>();
    for (JsonNode film : lines("/demo/catalogue.jsonl")) {
      texts.add(film.get("text").asText());
    }
    for (JsonNode wish : lines("/evaluation/wishes.jsonl")) {
      if (wish.get("language").asText().equals("en")) {
        texts.add(wish.get("text").asText());
      }
    }
    assertThat(texts).hasSize(718);
    assertThat(texts).allSatisfy(text -> assertThat(bridge.words(text)).isEqualTo(text));
  }

  @Test
  void partsOfEnglishSentencesAreLeftAsTheyAreToo() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int changed = 0;
    int parts = 0;
    for (JsonNode film : lines("/demo/catalogue.jsonl")) {
      List<String> words = List.of(film.get("text").asText().split(" ", -1));
      for (int round = 0; round < 5 && words.size() > 5; round++, parts++) {
        int from = random.nextInt(words.size() - 5);
        String part = String.join(" ", words.subList(from, from + 5));
        changed += bridge.english(part).equals(part) ? 0 : 1;
      }
    }
    assertThat((double) changed / parts).as("seed %d", seed).isLessThan(0.01);
  }

  @Test
  void spanishReadsAsSpanish() throws IOException {
    List<String> missed = new ArrayList<>();
    List<JsonNode> asked = new ArrayList<>(lines("/evaluation/wishes.jsonl"));
    asked.addAll(lines("/evaluation/queries-es.jsonl"));
    for (JsonNode wish : asked) {
      String text = wish.get("text").asText();
      if (wish.get("language").asText().equals("es") && !bridge.isSpanish(text)) {
        missed.add(text);
      }
    }
    assertThat(missed).hasSizeLessThanOrEqualTo(5); // of 100
  }

  @Test
  void aLongTextIsReadFromItsBeginning() {
    String text = "una historia de piratas ".repeat(10_000);
    assertThat(bridge.english(text)).isEqualTo("story pirates");
  }

  private static List<JsonNode> lines(String resource) throws IOException {
    try (InputStream in = SpanishBridgeTest.class.getResourceAsStream(resource)) {
      List<JsonNode> lines = new ArrayList<>();
      for (String line :
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .toList()) {
        lines.add(JSON.readTree(line));
      }
      return lines;
    }
  }
}
