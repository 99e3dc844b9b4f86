package dev.drago.http;

import dev.drago.conversation.CatalogueReply;
import dev.drago.conversation.Conversations;
import dev.drago.conversation.Wording;
import dev.drago.explain.Explainer;
import dev.drago.inference.ChatModel;
import dev.drago.inference.SentenceEmbedder;
import dev.drago.inference.SequenceRanker;
import dev.drago.inference.TextGenerator;
import dev.drago.knowledge.Answers;
import dev.drago.knowledge.Knowledge;
import dev.drago.recommend.InteractionLog;
import dev.drago.recommend.ItemSearch;
import dev.drago.recommend.LiveCatalog;
import dev.drago.recommend.Recommender;
import dev.drago.recommend.Users;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The HTTP server. What it serves is given to it; it owns the port alone. */
public final class HttpServer implements AutoCloseable {

  /**
   * Where and within what bounds to serve.
   *
   * @param port 0 for any free one
   * @param maxBody the largest body in bytes; a larger one is answered with 413
   */
  public record Options(String host, int port, long maxBody) {}

  /** What is served. */
  public record Services(
      Recommender recommender,
      ItemSearch search,
      LiveCatalog catalog,
      InteractionLog log,
      Users users,
      Knowledge knowledge,
      Answers answers,
      List<LoadedModel> models,
      Supplier<Optional<SequenceRanker.CacheUse>> prefixCache,
      Supplier<Optional<ChatModel.Use>> chatUse,
      KeptEvaluation evaluation,
      Optional<SentenceEmbedder> embedder,
      Optional<TextGenerator> chat,
      Explainer explainer,
      Conversations conversations,
      Reindexing reindexing,
      Wording wording,
      String version) {}

  private static final int MAX_CONNECTIONS = 1_024;
  private static final int BACKLOG = 1_024;
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final WebServer server;

  private HttpServer(WebServer server) {
    this.server = server;
  }

  /** Starts serving; the port is open when this returns. */
  public static HttpServer start(Options options, Services services) {
    WebServer server =
        WebServer.builder()
            .host(options.host())
            .port(options.port())
            .maxPayloadSize(options.maxBody())
            .maxTcpConnections(MAX_CONNECTIONS)
            .backlog(BACKLOG)
            .shutdownGracePeriod(GRACE)
            .shutdownHook(false)
            .errorHandling(errors -> errors.includeEntity(true))
            .directHandlers(TransportProblems.handlers())
            .connectionOptions(connection -> connection.tcpNoDelay(true))
            .routing(routing -> route(routing, services))
            .build();
    server.start();
    if (!server.isRunning()) { // Helidon logs why, and returns as if nothing had happened
      throw new UncheckedIOException(
          "port %d at %s cannot be opened; is another program using it?"
              .formatted(options.port(), options.host()),
          new BindException());
    }
    return new HttpServer(server);
  }

  static void route(HttpRouting.Builder routing, Services services) {
    Map<String, String> checksums = new LinkedHashMap<>();
    services.models().forEach(model -> checksums.put(model.role(), model.sha256()));
    routing.addFilter(HttpServer::frame);
    ErrorHandlers.register(routing);
    OpenAiModels openAi = OpenAiModels.of(services);
    routing
        .register(
            "/v1",
            new RecommendationRoutes(
                services.recommender(), services.explainer(), services.users(), checksums))
        .register("/v1", new ExplanationRoutes(services.explainer(), services.users(), checksums))
        .register("/v1", new SearchRoutes(services.search()))
        .register("/v1", new ItemRoutes(services.catalog()))
        .register("/v1", new InteractionRoutes(services.log()))
        .register("/v1", new UserRoutes(services.users()))
        .register(
            "/v1",
            new SessionRoutes(
                services.conversations(), services.users(), services.wording(), checksums))
        .register("/v1", new DocumentRoutes(services.knowledge()))
        .register("/v1", new AnswerRoutes(services.answers()))
        .register("/v1", new ReindexRoutes(services.reindexing()))
        .register("/v1", new EvaluationRoutes(services.evaluation()))
        .register("/v1", new ModelRoutes(openAi))
        .register("/v1", new EmbeddingRoutes(openAi))
        .register("/v1", new RerankRoutes(openAi))
        .register(
            "/v1",
            new ChatRoutes(
                openAi,
                new CatalogueReply(services.recommender(), services.search(), services.chat())))
        .register(
            new OperationRoutes(
                services.catalog(),
                services.knowledge(),
                services.log(),
                services.models(),
                services.prefixCache(),
                services.chatUse(),
                services.explainer()::wordings,
                services.version()))
        .any(
            (request, response) -> {
              if (request.prologue().method().equals(Method.HEAD)) {
                response.status(Status.NOT_FOUND_404).send(); // the answer to HEAD has no body
                return;
              }
              throw ProblemException.notFound(
                  "there is no %s %s; /openapi.json lists the routes"
                      .formatted(request.prologue().method().text(), request.path().path()));
            });
  }

  /** What every answer has around it. */
  @SuppressWarnings("ThreadPriorityCheck") // the yield is for fairness, not for a memory effect
  static void frame(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    response.header(RequestId.HEADER, RequestId.of(request.headers()));
    response.header(HeaderNames.SERVER, "drago");
    // A busy connection's virtual thread is never preempted: let the others have their turn before
    // the next request of this one.
    Thread.yield();
    chain.proceed();
    if (response.isSent()
        && (request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)
            || response.headers().containsToken(HeaderValues.CONNECTION_CLOSE))) {
      // Helidon 4.5 says "close" and goes on reading: the rest of a body that was too large would
      // be taken for the next request.
      throw new CloseConnectionException("the answer said so");
    }
  }

  public int port() {
    return server.port();
  }

  /** Stops taking requests and waits for those that run, up to 10 seconds. */
  @Override
  public void close() {
    server.stop();
  }
}
