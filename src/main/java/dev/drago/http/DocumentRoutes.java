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
import dev.drago.store.ItemRepository.Outcome;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;

/** What is written about items and in general: {@code /v1/documents}. */
final class DocumentRoutes implements HttpService {

  private static final IdPath DOCUMENT = new IdPath("/documents/{id}");

  private final Knowledge knowledge;

  DocumentRoutes(Knowledge knowledge) {
    this.knowledge = knowledge;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .route(Method.GET, DOCUMENT, this::get)
        .route(Method.PUT, DOCUMENT, this::put)
        .route(Method.DELETE, DOCUMENT, this::delete);
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
