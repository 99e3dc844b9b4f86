package dev.drago.http;

import dev.drago.conversation.CatalogueReply;
import io.helidon.webserver.http.HttpRouting;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** What answers where. */
final class Routing {

  private Routing() {}

  static void register(
      HttpRouting.Builder routing,
      HttpServer.Services services,
      RouteTable routes,
      HttpMetrics metrics,
      BooleanSupplier stopping) {
    Map<String, String> checksums = new LinkedHashMap<>();
    services.models().forEach(model -> checksums.put(model.role(), model.sha256()));
    ErrorHandlers.register(routing);
    PageRoutes page = new PageRoutes();
    OpenAiModels openAi = OpenAiModels.of(services);
    routing
        .register(
            "/v1",
            new RecommendationRoutes(
                services.recommender(),
                services.explainer(),
                services.users(),
                new Showing(
                    services.impressions(),
                    services.experiments(),
                    services.recommender()::strategies),
                checksums,
                metrics))
        .register("/v1", new ExplanationRoutes(services.explainer(), services.users(), checksums))
        .register("/v1", new SearchRoutes(services.search()))
        .register("/v1", new FacetRoutes(services.catalog()))
        .register("/v1", new HueRoutes(services.hues()))
        .register("/v1", new ItemRoutes(services.catalog()))
        .register("/v1", new InteractionRoutes(services.log(), services.impressions()))
        .register("/v1", new FeedbackRoutes(services.impressions()))
        .register(
            "/v1", new UserRoutes(services.users(), services.impressions(), services.imports()))
        .register(
            "/v1",
            new SessionRoutes(
                services.conversations(), services.users(), services.wording(), checksums, metrics))
        .register("/v1", new DocumentRoutes(services.knowledge()))
        .register("/v1", new AnswerRoutes(services.answers()))
        .register("/v1", new ReindexRoutes(services.reindexing()))
        .register("/v1", new ImportRoutes(services.imports()))
        .register("/v1", new EvaluationRoutes(services.evaluation()))
        .register("/v1", new ModelRoutes(openAi))
        .register("/v1", new EmbeddingRoutes(openAi))
        .register("/v1", new RerankRoutes(openAi))
        .register(
            "/v1",
            new ChatRoutes(
                openAi,
                new CatalogueReply(
                    services.recommender(), services.search(), services.chat(), services.bridge())))
        .register(page)
        .register(new MetricsRoutes(metrics.registry()))
        .register(
            new OperationRoutes(
                page,
                services.catalog(),
                services.knowledge(),
                services.log(),
                services.models(),
                services.prefixCache(),
                services.chatUse(),
                services.explainer()::wordings,
                routes.document(),
                stopping,
                services.version()));
  }
}
