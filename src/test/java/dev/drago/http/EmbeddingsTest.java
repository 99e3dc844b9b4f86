package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drago.inference.Deadline;
import dev.drago.inference.SentenceEmbedder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /v1/embeddings}, {@code /v1/rerank} and {@code /v1/models}. */
class EmbeddingsTest {

  @RegisterExtension static final TestServer SERVER = new TestServer();

  private final Client client = SERVER.client();

  @Test
  void vectorsHaveLengthOneAndBothEncodingsAgree() {
    JsonNode floats =
        client
            .post(
                "/v1/embeddings",
                "{\"model\":\"e5-small-v2\",\"input\":[\"a ship\",\"🚀 \\ud83d\"]}")
            .is(200)
            .json();
    assertThat(floats.path("data")).hasSize(2);
    JsonNode numbers = floats.at("/data/0/embedding");
    assertThat(numbers).hasSize(384);
    double length = 0;
    for (JsonNode number : numbers) {
      length += number.doubleValue() * number.doubleValue();
    }
    assertThat(length).isCloseTo(1, within(1e-3));
    JsonNode base64 =
        client
            .post(
                "/v1/embeddings",
                """
                {"model":"e5-small-v2","input":"a ship","encoding_format":"base64",
                 "dimensions":384,"user":"me"}""")
            .is(200)
            .json();
    ByteBuffer bytes =
        ByteBuffer.wrap(Base64.getDecoder().decode(base64.at("/data/0/embedding").asText()))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (JsonNode number : numbers) {
      assertThat(bytes.getFloat()).isEqualTo(number.floatValue());
    }
    assertThat(base64.at("/usage/total_tokens").asInt()).isPositive();
  }

  @Test
  void aQuestionIsNotEmbeddedAsAPassage() {
    String body = "{\"model\":\"e5-small-v2\",\"input\":\"a ship\",\"input_type\":\"%s\"}";
    assertThat(client.post("/v1/embeddings", body.formatted("query")).is(200).json().path("data"))
        .isNotEqualTo(
            client.post("/v1/embeddings", body.formatted("passage")).is(200).json().path("data"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "{'input':'a'} ! 400 ! model",
        "{'model':'other','input':'a'} ! 404 ! model",
        "{'model':'e5-small-v2'} ! 400 ! input",
        "{'model':'e5-small-v2','input':[]} ! 400 ! input",
        "{'model':'e5-small-v2','input':''} ! 400 ! input",
        "{'model':'e5-small-v2','input':{}} ! 400 ! input",
        "{'model':'e5-small-v2','input':[1,2,3]} ! 400 ! input",
        "{'model':'e5-small-v2','input':[[1,2],[3]]} ! 400 ! input",
        "{'model':'e5-small-v2','input':'a','dimensions':64} ! 400 ! dimensions",
        "{'model':'e5-small-v2','input':'a','encoding_format':'hex'} ! 400 ! encoding_format",
        "{'model':'e5-small-v2','input':'a','input_type':'x'} ! 400 ! input_type",
        "{'model':'e5-small-v2','input':'a','dimensions':'many'} ! 400 ! dimensions",
        "{'model':'e5-small-v2','input':'a','colour':1} ! 400 ! colour",
        "{'model':'\\ud83d','input':'a'} ! 404 ! model",
        "{'model': ! 400 ! ",
        "null ! 400 ! ",
      })
  void whatCannotBeEmbeddedIsAnErrorOfOpenAis(String body, int status, String parameter) {
    JsonNode error =
        client.post("/v1/embeddings", body.replace('\'', '"')).is(status).json().path("error");
    assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
    assertThat(error.path("message").asText()).isNotBlank().doesNotContain("Exception");
    if (parameter != null) {
      assertThat(error.path("param").asText()).isEqualTo(parameter);
    }
    if (status == 404) {
      assertThat(error.path("code").asText()).isEqualTo("model_not_found");
    }
  }

  @Test
  void tooManyTextsAndABodyTooLargeAreRefused() throws IOException {
    String many = "\"a\",".repeat(2_048) + "\"a\"";
    client.post("/v1/embeddings", "{\"model\":\"e5-small-v2\",\"input\":[" + many + "]}").is(400);
    // Its head alone: the refusal may close the connection while a client still writes the rest.
    String head =
        "POST /v1/embeddings HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: %d\r\n\r\n".formatted(TestServer.MAX_BODY + 1);
    JsonNode error = RawConnection.only(RawConnection.exchange(SERVER.port(), head)).is(413).json();
    assertThat(error.at("/error/message").asText()).contains("larger");
    client.send("POST", "/v1/embeddings", "text/plain", "{}").is(415);
  }

  @Test
  void documentsAreRankedByNearness() {
    String body =
        """
        {"query":"a machine that looks after plants","documents":["Rival cooks in winter.",
         {"text":"A robot tends the last garden \\ud83d"},"Pirates."]%s}""";
    JsonNode all = client.post("/v1/rerank", body.formatted("")).is(200).json();
    assertThat(all.path("results")).hasSize(3);
    assertThat(all.at("/results/0/index").asInt()).isEqualTo(1);
    assertThat(all.at("/results/0/document/text").asText()).startsWith("A robot");
    assertThat(all.at("/results/0/relevance_score").asDouble())
        .isGreaterThan(all.at("/results/1/relevance_score").asDouble());
    JsonNode one =
        client
            .post(
                "/v1/rerank",
                body.formatted(",\"model\":\"e5-small-v2\",\"top_n\":1,\"return_documents\":false"))
            .is(200)
            .json();
    assertThat(one.path("results")).hasSize(1);
    assertThat(one.at("/results/0").has("document")).isFalse();
    client.post("/v1/rerank", body.formatted(",\"model\":\"other\"")).is(404);
    client.post("/v1/rerank", body.formatted(",\"top_n\":0")).is(400);
    client.post("/v1/rerank", "{\"query\":\"a\",\"documents\":[]}").is(400);
    client.post("/v1/rerank", "{\"query\":\" \",\"documents\":[\"a\"]}").is(400);
    client.post("/v1/rerank", "{\"query\":\"a\",\"documents\":[1]}").is(400);
  }

  @Test
  void manyTextsAreEmbeddedInOrderAndNoneAfterTheDeadline() throws TimeoutException {
    SentenceEmbedder embedder = SERVER.services().embedder().orElseThrow();
    List<String> texts = IntStream.range(0, 35).mapToObj(i -> "film number " + i).toList();
    List<float[]> vectors = PassageVectors.of(embedder, texts, Deadline.none());
    assertThat(vectors).hasSize(35);
    assertThat(vectors.get(33))
        .isEqualTo(embedder.embedPassages(List.of("film number 33")).getFirst());
    assertThatThrownBy(() -> PassageVectors.of(embedder, texts, Deadline.in(Duration.ZERO)))
        .isInstanceOf(TimeoutException.class)
        .hasMessage("0 of 35 texts were embedded in time");
    assertThatThrownBy(() -> PassageVectors.of(embedder, texts, Deadline.in(Duration.ofMillis(1))))
        .isInstanceOf(TimeoutException.class)
        .hasMessageMatching("(0|16|32) of 35 texts were embedded in time");
  }

  @Test
  void modelsAreListed() {
    JsonNode models = client.get("/v1/models").is(200).json();
    assertThat(models.findValuesAsText("id")).containsExactly("drago", "e5-small-v2");
    assertThat(client.get("/v1/models/drago").is(200).json().path("id").asText())
        .isEqualTo("drago");
    assertThat(client.get("/v1/models/gpt-4").is(404).json().at("/error/message").asText())
        .contains("gpt-4");
  }
}
