package dev.drago.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.drago.inference.Deadline;
import dev.drago.inference.SentenceEmbedder;
import dev.drago.inference.SentenceEmbedder.Kind;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/embeddings}, in OpenAI's shape. */
final class EmbeddingRoutes implements HttpService {

  private static final int MAX_INPUTS = 2_048;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * The body.
   *
   * @param inputType what OpenAI does not ask and an embedder has to know: {@code query} or {@code
   *     passage}
   */
  record Body(
      @Nullable String model,
      @Nullable JsonNode input,
      @JsonProperty("encoding_format") Optional<String> encodingFormat,
      Optional<Integer> dimensions,
      @JsonProperty("input_type") Optional<String> inputType,
      Optional<String> user) {}

  /**
   * A vector.
   *
   * @param embedding its numbers, or in base 64 their bytes as 32-bit floats, the lowest byte first
   */
  record Embedding(String object, int index, Object embedding) {}

  /** The vectors of all inputs, in order. */
  record Answer(String object, List<Embedding> data, String model, Map<String, Integer> usage) {}

  private final OpenAiModels models;

  EmbeddingRoutes(OpenAiModels models) {
    this.models = models;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.post("/embeddings", new OpenAiHandler(this::embed));
  }

  private void embed(ServerRequest request, ServerResponse response) throws TimeoutException {
    Body body = Json.read(request, Body.class);
    String model = body.model();
    if (model == null) {
      throw OpenAiException.invalid("model", "the field 'model' is missing");
    }
    SentenceEmbedder embedder = models.embedder(model);
    List<String> texts = texts(body.input());
    boolean base64 =
        switch (body.encodingFormat().orElse("float")) {
          case "float" -> false;
          case "base64" -> true;
          default ->
              throw OpenAiException.invalid(
                  "encoding_format", "'encoding_format' must be 'float' or 'base64'");
        };
    Kind kind =
        switch (body.inputType().orElse("passage")) {
          case "passage" -> Kind.PASSAGE;
          case "query" -> Kind.QUERY;
          default ->
              throw OpenAiException.invalid(
                  "input_type", "'input_type' must be 'query' or 'passage'");
        };
    if (body.dimensions().filter(d -> d != embedder.dimension()).isPresent()) {
      throw OpenAiException.invalid(
          "dimensions",
          "the vectors of '%s' have %d dimensions and cannot be made shorter or longer"
              .formatted(model, embedder.dimension()));
    }
    List<float[]> vectors = vectors(embedder, texts, kind);
    List<Embedding> data = new ArrayList<>();
    for (int i = 0; i < vectors.size(); i++) {
      Object numbers = base64 ? base64(vectors.get(i)) : vectors.get(i);
      data.add(new Embedding("embedding", i, numbers));
    }
    int tokens = texts.stream().mapToInt(text -> embedder.count(text, kind)).sum();
    Json.send(
        response,
        new Answer("list", data, model, Map.of("prompt_tokens", tokens, "total_tokens", tokens)));
  }

  /** Passages wait for room where the queue is full; a question is refused at once then. */
  private static List<float[]> vectors(SentenceEmbedder embedder, List<String> texts, Kind kind)
      throws TimeoutException {
    Deadline deadline = Deadline.in(PATIENCE);
    if (kind == Kind.PASSAGE && texts.size() > 1) {
      return PassageVectors.of(embedder, texts, deadline);
    }
    List<float[]> vectors = new ArrayList<>();
    for (String text : texts) {
      vectors.add(embedder.embed(text, kind, deadline).join());
    }
    return vectors;
  }

  private static List<String> texts(@Nullable JsonNode input) {
    if (input == null || input.isNull()) {
      throw OpenAiException.invalid("input", "the field 'input' is missing");
    }
    List<String> texts = new ArrayList<>();
    if (input.isTextual()) {
      texts.add(input.asText());
    } else if (input.isArray()) {
      for (JsonNode element : input) {
        if (element.isNumber() || element.isArray()) {
          throw OpenAiException.invalid(
              "input",
              "'input' holds tokens, and those of another model mean nothing here: send text (in"
                  + " LangChain, check_embedding_ctx_length=False)");
        }
        if (!element.isTextual()) {
          throw OpenAiException.invalid("input", "'input' must be a string or an array of strings");
        }
        texts.add(element.asText());
      }
    } else {
      throw OpenAiException.invalid("input", "'input' must be a string or an array of strings");
    }
    if (texts.isEmpty() || texts.size() > MAX_INPUTS) {
      throw OpenAiException.invalid(
          "input", "'input' must have 1 to %d texts, not %d".formatted(MAX_INPUTS, texts.size()));
    }
    if (texts.stream().anyMatch(String::isBlank)) {
      throw OpenAiException.invalid("input", "'input' holds an empty text");
    }
    return texts;
  }

  private static String base64(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
