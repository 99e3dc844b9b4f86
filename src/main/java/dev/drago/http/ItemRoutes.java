package dev.drago.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.CatalogSnapshot;
import dev.drago.catalog.InvalidFieldException;
import dev.drago.catalog.Item;
import dev.drago.catalog.ItemJson;
import dev.drago.recommend.InvalidRequestException.Violation;
import dev.drago.recommend.LiveCatalog;
import dev.drago.recommend.LiveCatalog.Page;
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

/** The catalogue: {@code /v1/items}. */
final class ItemRoutes implements HttpService {

  private static final IdPath ITEM = new IdPath("/items/{id}");
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 500;

  /** A page of the catalogue; the cursor is absent on the last one. */
  record PageAnswer(List<ObjectNode> items, Optional<String> nextCursor) {}

  /** What became of one line of a batch. */
  record LineResult(int line, Optional<String> itemId, String status, Optional<String> detail) {}

  private final LiveCatalog catalog;

  ItemRoutes(LiveCatalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/items", this::list)
        .post("/items/batch", this::batch)
        .route(Method.GET, ITEM, this::get)
        .route(Method.PUT, ITEM, this::put)
        .route(Method.PATCH, ITEM, this::patch)
        .route(Method.DELETE, ITEM, this::delete);
  }

  private void list(ServerRequest request, ServerResponse response) {
    Parameters parameters = Parameters.of(request, "limit", "cursor", "filter");
    int limit = parameters.integer("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
    Page page = catalog.page(parameters.cursor("cursor"), limit, parameters.text("filter"));
    Json.send(
        response,
        new PageAnswer(
            page.items().stream().map(ItemJson::write).toList(),
            page.next().isPresent()
                ? Optional.of(Integer.toString(page.next().getAsInt()))
                : Optional.empty()));
  }

  private void get(ServerRequest request, ServerResponse response) {
    Json.send(response, ItemJson.write(existing(id(request))));
  }

  /** Creates (201) or replaces (200) an item; the next request sees it. */
  private void put(ServerRequest request, ServerResponse response) {
    String id = id(request);
    store(response, id, Json.read(request, JsonNode.class));
  }

  /**
   * Merges a JSON merge patch (RFC 7396) into an item: null removes, objects merge, the rest
   * replaces.
   */
  private void patch(ServerRequest request, ServerResponse response) {
    String id = id(request);
    JsonNode patch = Json.read(request, JsonNode.class);
    if (!(patch instanceof ObjectNode changes)) {
      throw ProblemException.badRequest(
          "the body does not have the form that is asked for", "", "must be an object");
    }
    ObjectNode merged = ItemJson.write(existing(id));
    merge(merged, changes);
    store(response, id, merged);
  }

  private void delete(ServerRequest request, ServerResponse response) {
    String id = id(request);
    if (!catalog.delete(id)) {
      throw noItem(id);
    }
    response.status(Status.NO_CONTENT_204).send();
  }

  /** JSON Lines or an array in, one result a line out; a bad line does not stop the others. */
  private void batch(ServerRequest request, ServerResponse response) {
    List<byte[]> lines = JsonLines.readOrArray(request);
    List<LineResult> results = new ArrayList<>();
    List<Item> items = new ArrayList<>();
    List<Integer> lineOf = new ArrayList<>();
    CatalogSchema schema = catalog.schema();
    for (int n = 0; n < lines.size(); n++) {
      if (JsonLines.isBlank(lines.get(n))) {
        continue;
      }
      try {
        Item item = ItemJson.parse(Json.tree(lines.get(n)), schema);
        schema = schema.merge(schema.addedBy(item));
        items.add(item);
        lineOf.add(n + 1);
      } catch (IllegalArgumentException | ProblemException e) {
        results.add(
            new LineResult(
                n + 1, Optional.empty(), "error", Optional.of(String.valueOf(e.getMessage()))));
      }
    }
    if (!items.isEmpty()) {
      List<Outcome> outcomes = catalog.put(items, schema).outcomes();
      for (int i = 0; i < items.size(); i++) {
        results.add(
            new LineResult(
                lineOf.get(i),
                Optional.of(items.get(i).id()),
                Lower.of(outcomes.get(i)),
                Optional.empty()));
      }
    }
    results.sort(java.util.Comparator.comparingInt(LineResult::line));
    JsonLines.send(response, results);
  }

  private void store(ServerResponse response, String id, JsonNode body) {
    if (!(body instanceof ObjectNode object)) {
      throw ProblemException.badRequest(
          "the body does not have the form that is asked for", "", "must be an object");
    }
    JsonNode named = object.get("id");
    if (named != null && !(named.isTextual() && named.textValue().equals(id))) {
      String detail = "the path names the item '%s', the body %s".formatted(id, named);
      throw new ProblemException(
          Problem.of(Problem.UNPROCESSABLE, detail, List.of(new Violation("/id", detail))));
    }
    object.put("id", id);
    try {
      CatalogSchema schema = catalog.schema();
      Item item = ItemJson.parse(object, schema);
      CatalogSchema extended = schema.merge(schema.addedBy(item));
      Outcome outcome = catalog.put(List.of(item), extended).outcomes().getFirst();
      Status status = outcome == Outcome.CREATED ? Status.CREATED_201 : Status.OK_200;
      Json.send(response, status, ItemJson.write(item));
    } catch (InvalidFieldException e) {
      String detail = String.valueOf(e.getMessage());
      throw new ProblemException(
          Problem.of(Problem.UNPROCESSABLE, detail, List.of(new Violation(e.pointer(), detail))));
    } catch (IllegalArgumentException e) {
      throw ProblemException.unprocessable(String.valueOf(e.getMessage()));
    }
  }

  private static void merge(ObjectNode target, ObjectNode patch) {
    patch
        .properties()
        .forEach(
            change -> {
              if (change.getValue().isNull()) {
                target.remove(change.getKey());
              } else if (change.getValue() instanceof ObjectNode inner) {
                ObjectNode inside =
                    target.get(change.getKey()) instanceof ObjectNode existing
                        ? existing
                        : target.putObject(change.getKey());
                merge(inside, inner);
              } else {
                target.set(change.getKey(), change.getValue());
              }
            });
  }

  private Item existing(String id) {
    CatalogSnapshot snapshot = catalog.snapshot();
    return snapshot.item(snapshot.ordinal(id).orElseThrow(() -> noItem(id)));
  }

  private static String id(ServerRequest request) {
    try {
      return Item.requireId(IdPath.id(request));
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest(String.valueOf(e.getMessage()));
    }
  }

  private static ProblemException noItem(String id) {
    return ProblemException.notFound("no item has the id '%s'".formatted(id));
  }
}
