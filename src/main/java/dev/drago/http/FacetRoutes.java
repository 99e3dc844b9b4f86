package dev.drago.http;

import dev.drago.catalog.AttributeType;
import dev.drago.recommend.Buckets;
import dev.drago.recommend.Facets;
import dev.drago.recommend.Facets.Facet;
import dev.drago.recommend.LiveCatalog;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /v1/facets}: what the attributes of the items are, to choose a filter from. */
final class FacetRoutes implements HttpService {

  private static final int DEFAULT_COUNT = 20;
  private static final int MAX_COUNT = 1_000;

  /** Counts by attribute, of so many items. */
  record Answer(int items, Map<String, FacetView> facets) {}

  /** One attribute; values, or a range. */
  record FacetView(
      Optional<List<Facets.Counted>> values,
      Optional<Integer> distinct,
      Optional<Object> min,
      Optional<Object> max,
      Optional<List<Buckets.Bucket>> buckets) {

    static FacetView of(Facet facet) {
      return switch (facet) {
        case Facets.Values(List<Facets.Counted> values, int distinct) ->
            new FacetView(
                Optional.of(values),
                Optional.of(distinct),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        case Facets.Range(Optional<Buckets> buckets) ->
            new FacetView(
                Optional.empty(),
                Optional.empty(),
                buckets.map(Buckets::min),
                buckets.map(Buckets::max),
                Optional.of(buckets.map(Buckets::buckets).orElse(List.of())));
      };
    }
  }

  private final LiveCatalog catalog;
  private final Facets facets;

  FacetRoutes(LiveCatalog catalog) {
    this.catalog = catalog;
    this.facets = new Facets(catalog);
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get("/facets", this::count);
  }

  private void count(ServerRequest request, ServerResponse response) {
    Parameters parameters = Parameters.of(request, "attributes", "filter", "count");
    List<String> attributes =
        parameters.text("attributes").isPresent()
            ? parameters.list("attributes").stream().distinct().toList()
            : countable();
    attributes.forEach(this::requireCountable);
    Facets.Answer counted =
        facets.count(
            attributes,
            parameters.text("filter"),
            parameters.integer("count", 1, MAX_COUNT, DEFAULT_COUNT));
    Map<String, FacetView> views = new LinkedHashMap<>();
    counted.byAttribute().forEach((name, facet) -> views.put(name, FacetView.of(facet)));
    Json.send(response, new Answer(counted.items(), views));
  }

  private List<String> countable() {
    return catalog.schema().types().entrySet().stream()
        .filter(type -> Facets.isCountable(type.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private void requireCountable(String attribute) {
    Optional<AttributeType> type = catalog.schema().type(attribute);
    if (type.isEmpty()) {
      throw ProblemException.badRequest(
          "no item has the attribute '%s'; there are: %s"
              .formatted(attribute, String.join(", ", countable())));
    }
    if (!Facets.isCountable(type.get())) {
      throw ProblemException.badRequest(
          "the attribute '%s' is prose: its values are not counted".formatted(attribute));
    }
  }
}
