package dev.drago.http;

import dev.drago.explain.WordingCounts;
import dev.drago.inference.ChatModel;
import dev.drago.inference.SequenceRanker.CacheUse;
import dev.drago.knowledge.Knowledge;
import dev.drago.recommend.InteractionLog;
import dev.drago.recommend.LiveCatalog;
import dev.drago.store.InteractionRepository.Size;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** {@code /livez}, {@code /readyz}, {@code /v1/status}, {@code /openapi.json} and {@code /}. */
final class OperationRoutes implements HttpService {

  private static final String OPENAPI = "/openapi.json";

  /**
   * Whether the server answers from all it had at its start; {@code loading} says what is missing.
   */
  record Ready(String status, List<String> loading) {}

  /** Who answers here. */
  record Welcome(String name, String version, String openapi, String status) {}

  /** What is loaded and how big it is. */
  record StatusAnswer(
      String version,
      Instant startedAt,
      double uptimeSeconds,
      Catalogue catalogue,
      Size log,
      List<LoadedModel> models,
      Documents documents,
      Optional<CacheUse> prefixCache,
      Optional<ChatModel.Use> chat,
      WordingCounts.Snapshot wordings,
      long residentBytes) {}

  /** Items in the snapshot, and how many the index has still to take in. */
  record Catalogue(long version, int items, long notIndexed, Map<String, String> attributes) {}

  /** Documents in the store, and how many the index has still to take in. */
  record Documents(long count, long notIndexed) {}

  private final PageRoutes page;
  private final LiveCatalog catalog;
  private final Knowledge knowledge;
  private final InteractionLog log;
  private final List<LoadedModel> models;
  private final Supplier<Optional<CacheUse>> cache;
  private final Supplier<Optional<ChatModel.Use>> chat;
  private final Supplier<WordingCounts.Snapshot> wordings;
  private final String version;
  private final Instant startedAt = Instant.now();
  private final byte[] openapi;
  private final BooleanSupplier stopping;

  /** From then on it answers from what it had, also while it takes in more. */
  private final AtomicBoolean wasReady = new AtomicBoolean();

  OperationRoutes(
      PageRoutes page,
      LiveCatalog catalog,
      Knowledge knowledge,
      InteractionLog log,
      List<LoadedModel> models,
      Supplier<Optional<CacheUse>> cache,
      Supplier<Optional<ChatModel.Use>> chat,
      Supplier<WordingCounts.Snapshot> wordings,
      byte[] openapi,
      BooleanSupplier stopping,
      String version) {
    this.page = page;
    this.catalog = catalog;
    this.knowledge = knowledge;
    this.log = log;
    this.models = List.copyOf(models);
    this.cache = cache;
    this.chat = chat;
    this.wordings = wordings;
    this.version = version;
    this.openapi = openapi.clone();
    this.stopping = stopping;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/", this::welcome)
        .get("/livez", (req, res) -> Json.send(res, Map.of("status", "alive")))
        .get("/readyz", this::ready)
        .get("/v1/status", this::status)
        .get(OPENAPI, this::openapi);
  }

  private void welcome(ServerRequest request, ServerResponse response) {
    response.header(HeaderNames.VARY, "Accept");
    if (Accepted.isPage(request)) {
      page.sendIndex(request, response);
      return;
    }
    Json.send(response, new Welcome("drago", version, OPENAPI, "/v1/status"));
  }

  private void ready(ServerRequest request, ServerResponse response) {
    if (stopping.getAsBoolean()) {
      Json.send(response, Status.SERVICE_UNAVAILABLE_503, new Ready("stopping", List.of()));
      return;
    }
    List<String> loading = new ArrayList<>();
    long items = catalog.behind();
    if (items > 0) {
      loading.add("index: %d items to take in".formatted(items));
    }
    long documents = knowledge.behind();
    if (documents > 0) {
      loading.add("passages: %d documents to take in".formatted(documents));
    }
    if (loading.isEmpty()) {
      wasReady.set(true);
    }
    if (wasReady.get()) {
      Json.send(response, new Ready("ready", loading));
    } else {
      Json.send(response, Status.SERVICE_UNAVAILABLE_503, new Ready("loading", loading));
    }
  }

  private void status(ServerRequest request, ServerResponse response) {
    Map<String, String> attributes = new LinkedHashMap<>();
    catalog.schema().types().forEach((name, type) -> attributes.put(name, Lower.of(type)));
    Json.send(
        response,
        new StatusAnswer(
            version,
            startedAt,
            Duration.between(startedAt, Instant.now()).toMillis() / 1e3,
            new Catalogue(
                catalog.snapshot().version(),
                catalog.snapshot().liveCount(),
                catalog.behind(),
                attributes),
            log.size(),
            models,
            new Documents(knowledge.size(), knowledge.behind()),
            cache.get(),
            chat.get(),
            wordings.get(),
            ResidentMemory.bytes()));
  }

  private void openapi(ServerRequest request, ServerResponse response) {
    response.header(HeaderValues.CONTENT_TYPE_JSON);
    response.send(openapi);
  }
}
