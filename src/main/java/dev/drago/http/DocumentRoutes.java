package dev.drago.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drago.catalog.Item;
import dev.drago.document.Document;
import dev.drago.document.DocumentFormat;
import dev.drago.document.DocumentJson;
import dev.drago.document.InvalidDocumentException;
import dev.drago.document.ReadableText;
import dev.drago.knowledge.Knowledge;
import dev.drago.recommend.InvalidRequestException.Violation;
import dev.drago.store.DocumentRepository.Listed;
import dev.drago.store.ItemRepository.Outcome;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is written about items and in general: {@code /v1/documents}. */
final class DocumentRoutes implements HttpService {

  private static final IdPath DOCUMENT = new IdPath("/documents/{id}");
  private static final int DEFAULT_LIMIT = 20;
  private static final int MAX_LIMIT = 100;

  /** A page of the documents; the cursor is absent on the last one. */
  record PageAnswer(List<ObjectNode> documents, Optional<String> nextCursor) {}

  /** What became of one line of a batch. */
  record LineResult(
      int line, Optional<String> documentId, String status, Optional<String> detail) {}

  private final Knowledge knowledge;

  DocumentRoutes(Knowledge knowledge) {
    this.knowledge = knowledge;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/documents", this::list)
        .post("/documents/batch", this::batch)
        .route(Method.GET, DOCUMENT, this::get)
        .route(Method.PUT, DOCUMENT, this::put)
        .route(Method.DELETE, DOCUMENT, this::delete);
  }

  private void list(ServerRequest request, ServerResponse response) {
    Parameters parameters = Parameters.of(request, "limit", "cursor");
    int limit = parameters.integer("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
    List<Listed> found = knowledge.page(parameters.cursor("cursor"), limit + 1);
    List<Listed> page = found.subList(0, Math.min(limit, found.size()));
    Optional<String> next =
        found.size() > limit
            ? Optional.of(Long.toString(page.getLast().number()))
            : Optional.empty();
    Json.send(
        response,
        new PageAnswer(page.stream().map(listed -> view(listed.document())).toList(), next));
  }

  /** JSON Lines or an array in, one result a line out; a bad line does not stop the others. */
  private void batch(ServerRequest request, ServerResponse response) {
    List<byte[]> lines = JsonLines.readOrArray(request);
    List<LineResult> results = new ArrayList<>();
    for (int n = 0; n < lines.size(); n++) {
      if (!JsonLines.isBlank(lines.get(n))) {
        results.add(put(n + 1, lines.get(n)));
      }
    }
    JsonLines.send(response, results);
  }

  private LineResult put(int line, byte[] json) {
    try {
      Document document = DocumentJson.parse(Json.tree(json));
      return new LineResult(
          line, Optional.of(document.id()), Lower.of(knowledge.put(document)), Optional.empty());
    } catch (InvalidDocumentException | ProblemException e) {
      return new LineResult(
          line, Optional.empty(), "error", Optional.of(String.valueOf(e.getMessage())));
    }
  }

  private void get(ServerRequest request, ServerResponse response) {
    String id = id(request);
    Json.send(response, view(knowledge.document(id).orElseThrow(() -> noDocument(id))));
  }

  /** Creates (201) or replaces (200) a document. */
  private void put(ServerRequest request, ServerResponse response) {
    String id = id(request);
    if (!(Json.read(request, JsonNode.class) instanceof ObjectNode body)) {
      throw ProblemException.badRequest(
          "the body does not have the form that is asked for", "", "must be an object");
    }
    JsonNode named = body.get("id");
    if (named != null && !(named.isTextual() && named.textValue().equals(id))) {
      String detail = "the path names the document '%s', the body %s".formatted(id, named);
      throw new ProblemException(
          Problem.of(Problem.UNPROCESSABLE, detail, List.of(new Violation("/id", detail))));
    }
    body.put("id", id);
    try {
      Document document = DocumentJson.parse(body);
      Outcome outcome = knowledge.put(document);
      Status status = outcome == Outcome.CREATED ? Status.CREATED_201 : Status.OK_200;
      Json.send(response, status, view(document));
    } catch (InvalidDocumentException e) {
      String detail = String.valueOf(e.getMessage());
      Status status = e.isTooLarge() ? Status.REQUEST_ENTITY_TOO_LARGE_413 : Problem.UNPROCESSABLE;
      throw new ProblemException(
          Problem.of(status, detail, List.of(new Violation(e.pointer(), detail))));
    }
  }

  private void delete(ServerRequest request, ServerResponse response) {
    String id = id(request);
    if (!knowledge.delete(id)) {
      throw noDocument(id);
    }
    response.status(Status.NO_CONTENT_204).send();
  }

  /** With what the ranges of its citations count in, where that is not the content. */
  private ObjectNode view(Document document) {
    ObjectNode json = DocumentJson.write(document);
    if (document.format() != DocumentFormat.TEXT) {
      json.put("text", ReadableText.of(document).text());
    }
    json.put("indexed", knowledge.isIndexed(document.id()));
    return json;
  }

  private static String id(ServerRequest request) {
    try {
      return Item.requireId(IdPath.id(request));
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest(String.valueOf(e.getMessage()));
    }
  }

  private static ProblemException noDocument(String id) {
    return ProblemException.notFound("no document has the id '%s'".formatted(id));
  }
}
