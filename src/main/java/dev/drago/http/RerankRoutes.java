package dev.drago.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.drago.inference.Deadline;
import dev.drago.inference.SentenceEmbedder;
import dev.drago.inference.SentenceEmbedder.Kind;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/rerank}, in Jina's shape: documents in the order of their nearness to a question,
 * by the embedder. The score is a cosine, that of a question less what all questions have in
 * common.
 */
final class RerankRoutes implements HttpService {

  private static final int MAX_DOCUMENTS = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The body; a document is a string or an object with a {@code text}. */
  record Body(
      Optional<String> model,
      @Nullable String query,
      @Nullable List<JsonNode> documents,
      @JsonProperty("top_n") Optional<Integer> topN,
      @JsonProperty("return_documents") Optional<Boolean> returnDocuments) {}

  /** A document's place in the request, its score from -1 to 1 and, where asked for, itself. */
  record Result(
      int index,
      @JsonProperty("relevance_score") double relevanceScore,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Map<String, String>> document) {}

  /** The best documents, best first. */
  record Answer(String model, String object, Map<String, Integer> usage, List<Result> results) {}

  private final OpenAiModels models;

  RerankRoutes(OpenAiModels models) {
    this.models = models;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.post("/rerank", this::rerank);
  }

  private void rerank(ServerRequest request, ServerResponse response) throws TimeoutException {
    Body body = Json.read(request, Body.class);
    String id = models.embedderId().orElse("");
    if (id.isEmpty() || models.embedder().isEmpty()) {
      throw ProblemException.unprocessable("no embedder is loaded, so nothing can be reranked");
    }
    if (!body.model().orElse(id).equals(id)) {
      throw ProblemException.notFound(
          "no model '%s' is loaded for this; there is: %s".formatted(body.model().get(), id));
    }
    String query = body.query();
    if (query == null || query.isBlank()) {
      throw ProblemException.badRequest("the query is missing", "/query", "must be a text");
    }
    List<String> texts = texts(body.documents());
    int count = body.topN().orElse(texts.size());
    if (count < 1) {
      throw ProblemException.badRequest("'top_n' is too small", "/top_n", "must be at least 1");
    }
    SentenceEmbedder embedder = models.embedder().orElseThrow();
    Deadline deadline = Deadline.in(PATIENCE);
    float[] question = embedder.embedQuestion(query, deadline).join();
    List<float[]> vectors = PassageVectors.of(embedder, texts, deadline);
    boolean whole = body.returnDocuments().orElse(true);
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      results.add(
          new Result(
              i,
              dot(question, vectors.get(i)),
              whole ? Optional.of(Map.of("text", texts.get(i))) : Optional.empty()));
    }
    results.sort(
        Comparator.comparingDouble(Result::relevanceScore)
            .reversed()
            .thenComparingInt(Result::index));
    int tokens =
        embedder.count(query, Kind.QUERY)
            + texts.stream().mapToInt(text -> embedder.count(text, Kind.PASSAGE)).sum();
    Json.send(
        response,
        new Answer(
            id,
            "list",
            Map.of("total_tokens", tokens, "prompt_tokens", tokens),
            results.subList(0, Math.min(count, results.size()))));
  }

  private static List<String> texts(@Nullable List<JsonNode> documents) {
    if (documents == null || documents.isEmpty() || documents.size() > MAX_DOCUMENTS) {
      throw ProblemException.badRequest(
          "the documents are missing or too many",
          "/documents",
          "must have 1 to %d documents".formatted(MAX_DOCUMENTS));
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode document : documents) {
      JsonNode text = document.isObject() ? document.path("text") : document;
      if (!text.isTextual()) {
        throw ProblemException.badRequest(
            "a document has no text",
            "/documents/" + texts.size(),
            "must be a string or an object with a 'text'");
      }
      texts.add(wellFormed(text.asText()));
    }
    return texts;
  }

  /** Half a surrogate pair could not be written into the answer. */
  private static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
