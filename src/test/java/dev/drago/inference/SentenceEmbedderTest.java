package dev.drago.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drago.inference.SentenceEmbedder.Kind;
import dev.drago.llama.LlamaLibrary;
import dev.drago.llama.LlamaModel;
import dev.drago.llama.ModelOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedder that ships, against what the model it was converted from computes. */
class SentenceEmbedderTest {

  /** One text of the reference: made with the published ONNX weights and their tokenizer. */
  private record Reference(Kind kind, String text, int[] tokens, float[] vector) {}

  @TempDir static Path directory;

  private static SentenceEmbedder embedder;
  private static List<Reference> references = List.of();

  @BeforeAll
  static void load() throws IOException {
    embedder = open(new ModelSize(2, 1, 1), 64);
    references = readReferences();
  }

  @AfterAll
  static void unload() {
    embedder.close();
  }

  @Test
  void aTextBecomesTheTokensOfThePublishedTokenizer() {
    assertThat(references).hasSizeGreaterThan(10);
    for (Reference reference : references) {
      assertThat(embedder.tokens(reference.text, reference.kind))
          .as(reference.text)
          .containsExactly(reference.tokens);
    }
  }

  @Test
  void aVectorPointsWhereThePublishedModelPoints() {
    for (Reference reference : references) {
      assertThat(dot(embed(reference.text, reference.kind), reference.vector))
          .as(reference.text)
          .isGreaterThanOrEqualTo(0.999);
    }
  }

  @Test
  void everyVectorHasUnitLength() {
    for (String text : List.of("", " ", "a", "space opera", "x".repeat(5_000), "\uD83D", "七人の侍")) {
      for (Kind kind : Kind.values()) {
        float[] vector = embed(text, kind);
        assertThat(vector).hasSize(embedder.dimension());
        assertThat(dot(vector, vector)).as(text).isCloseTo(1, within(1e-5));
      }
      float[] particular = embedder.embedQuestion(text, Deadline.none()).join();
      assertThat(dot(particular, particular)).as(text).isCloseTo(1, within(1e-5));
    }
  }

  @Test
  void accentsMeanTheSameComposedAndDecomposed() {
    for (String text : List.of("Amélie Poulain", "Ångström façade", "Việt Nam", "한국 영화", "Ё и Й")) {
      String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
      String decomposed = Normalizer.normalize(text, Normalizer.Form.NFD);
      assertThat(decomposed).isNotEqualTo(composed);

      assertThat(embed(decomposed, Kind.PASSAGE)).isEqualTo(embed(composed, Kind.PASSAGE));
    }
  }

  @Test
  void caseDoesNotMatterToAnUncasedModel() {
    String text = "A Journey To The Sea";
    assertThat(embed(text, Kind.QUERY)).isEqualTo(embed(text.toLowerCase(Locale.ROOT), Kind.QUERY));
  }

  @Test
  void aQuestionIsRememberedAndAPassageIsNot() {
    float[] question = embed("a film about remembering", Kind.QUERY);
    assertThat(embed("a film about remembering", Kind.QUERY)).isSameAs(question);

    float[] passage = embed("a film about remembering", Kind.PASSAGE);
    assertThat(embed("a film about remembering", Kind.PASSAGE))
        .isNotSameAs(passage)
        .isEqualTo(passage)
        .isNotEqualTo(question);
  }

  @Test
  void whatIsParticularOfAQuestionIsAFreshArrayLessTheCentre() {
    float[] question = embed("detectives in fog", Kind.QUERY);
    float[] centre = embedder.questionCentre().join();
    double[] expected = new double[centre.length];
    double length = 0;
    for (int d = 0; d < expected.length; d++) {
      expected[d] = (double) question[d] - centre[d];
      length += expected[d] * expected[d];
    }

    float[] particular = embedder.embedQuestion("detectives in fog", Deadline.none()).join();
    for (int d = 0; d < expected.length; d++) {
      assertThat(particular[d]).isCloseTo((float) (expected[d] / Math.sqrt(length)), within(1e-5f));
    }
    assertThat(embedder.embedQuestion("detectives in fog", Deadline.none()).join())
        .isNotSameAs(particular)
        .isEqualTo(particular);
  }

  @Test
  void aQuestionInSeveralWordingsIsTheSumOfThem() {
    float[] one = embedder.embedQuestion("detectives in fog", Deadline.none()).join();
    float[] other = embedder.embedQuestion("a rainy case", Deadline.none()).join();
    double length = Math.sqrt(2 + 2 * dot(one, other));

    float[] both =
        embedder
            .embedQuestion(List.of("detectives in fog", "a rainy case"), Deadline.none())
            .join();
    for (int d = 0; d < both.length; d++) {
      assertThat(both[d]).isCloseTo((float) ((one[d] + other[d]) / length), within(1e-5f));
    }
    assertThat(embedder.embedQuestion(List.of("a rainy case"), Deadline.none()).join())
        .isEqualTo(other);
  }

  @Test
  void theFileSaysWhichLanguagesAreKnown() {
    assertThat(embedder.knows("en")).isTrue();
    assertThat(embedder.knows("es")).isFalse();
  }

  @Test
  void ofALongTextTheFirstTokensAreReadAndTheClosingOneIsKept() {
    String word = "loneliness ";
    int[] tokens = embedder.tokens(word.repeat(10_000), Kind.PASSAGE);

    assertThat(tokens).hasSize(512);
    assertThat(tokens[511]).isEqualTo(embedder.tokens("", Kind.PASSAGE)[3]);
    assertThat(embed(word.repeat(600), Kind.PASSAGE))
        .isEqualTo(embed(word.repeat(10_000), Kind.PASSAGE));
  }

  /** An item may have 200 attributes of any length: its text has no bound. */
  @Test
  void aTextOfManyMegabytesIsCutLikeAnyOther() {
    String word = "Café ";
    assertThat(embed(word.repeat(2 << 20), Kind.PASSAGE))
        .isEqualTo(embed(word.repeat(600), Kind.PASSAGE));
  }

  @Test
  void halfASurrogatePairCountsAsAQuestionMark() {
    assertThat(embed("half \uD83D pair", Kind.PASSAGE))
        .isEqualTo(embed("half ? pair", Kind.PASSAGE));
  }

  @Test
  void manyPassagesComeBackInOrder() {
    List<String> texts =
        IntStream.range(0, 70).mapToObj(i -> "passage " + i + " of a row".repeat(i % 5)).toList();
    List<float[]> vectors = embedder.embedPassages(texts);

    assertThat(vectors).hasSameSizeAs(texts);
    for (int i = 0; i < texts.size(); i += 7) {
      assertThat(vectors.get(i)).as(texts.get(i)).isEqualTo(embed(texts.get(i), Kind.PASSAGE));
    }
    assertThat(embedder.embedPassages(List.of())).isEmpty();
  }

  @Test
  void aQueueOfOneDelaysPassagesAndRefusesNone() {
    try (SentenceEmbedder narrow = open(new ModelSize(1, 1, 1), 1)) {
      List<String> texts = IntStream.range(0, 30).mapToObj(i -> "short " + i).toList();

      List<float[]> vectors = narrow.embedPassages(texts);

      for (int i = 0; i < texts.size(); i++) {
        assertThat(vectors.get(i)).isEqualTo(embed(texts.get(i), Kind.PASSAGE));
      }
      assertThat(narrow.questionCentre().join()).isEqualTo(embedder.questionCentre().join());
    }
  }

  @Test
  void aDeadlineInThePastIsATimeout() {
    assertThat(embedder.embed("too late", Kind.PASSAGE, Deadline.in(Duration.ofMillis(-1))))
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withCauseInstanceOf(TimeoutException.class);
  }

  @Test
  void aClosedEmbedderRefuses() {
    SentenceEmbedder closed = open(new ModelSize(1, 1, 1), 32);
    closed.close();
    assertThatThrownBy(() -> closed.embed("x", Kind.PASSAGE, Deadline.none()))
        .isInstanceOf(IllegalStateException.class);
    closed.close();
  }

  private static SentenceEmbedder open(ModelSize size, int queue) {
    LlamaLibrary library = LlamaLibrary.open(Optional.empty(), directory);
    LlamaModel model =
        LlamaModel.load(library, Path.of("models/e5-small-v2-q8_0.gguf"), ModelOptions.DEFAULT);
    List<LlamaModel> models =
        IntStream.range(0, size.contexts())
            .mapToObj(n -> n == 0 ? model : model.twin(library.copy(n)))
            .toList();
    return new SentenceEmbedder(models, size, queue);
  }

  private static float[] embed(String text, Kind kind) {
    return embedder.embed(text, kind, Deadline.none()).join();
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static List<Reference> readReferences() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            SentenceEmbedderTest.class.getResourceAsStream("/embedder/reference.json"))) {
      List<Reference> references = new ArrayList<>();
      for (JsonNode text : new ObjectMapper().readTree(in).required("texts")) {
        JsonNode vector = text.required("vector");
        float[] values = new float[vector.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = vector.required(i).floatValue();
        }
        references.add(
            new Reference(
                Kind.valueOf(text.required("role").asText().toUpperCase(Locale.ROOT)),
                text.required("text").asText(),
                IntStream.range(0, text.required("tokens").size())
                    .map(i -> text.required("tokens").required(i).asInt())
                    .toArray(),
                values));
      }
      return references;
    }
  }
}
