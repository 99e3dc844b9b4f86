package dev.drago.http;

import dev.drago.access.ApiKeys;
import dev.drago.conversation.Conversations;
import dev.drago.conversation.Wording;
import dev.drago.explain.Explainer;
import dev.drago.index.SpanishBridge;
import dev.drago.inference.ChatModel;
import dev.drago.inference.QueueUse;
import dev.drago.inference.SentenceEmbedder;
import dev.drago.inference.SequenceRanker;
import dev.drago.inference.TextGenerator;
import dev.drago.ingest.Imports;
import dev.drago.knowledge.Answers;
import dev.drago.knowledge.Knowledge;
import dev.drago.recommend.Experiments;
import dev.drago.recommend.Hues;
import dev.drago.recommend.Impressions;
import dev.drago.recommend.InteractionLog;
import dev.drago.recommend.ItemSearch;
import dev.drago.recommend.LiveCatalog;
import dev.drago.recommend.Recommender;
import dev.drago.recommend.Users;
import io.helidon.common.tls.Tls;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The HTTP server. What it serves is given to it; it owns the port alone. */
public final class HttpServer implements AutoCloseable {

  /**
   * Where and within what bounds to serve, and to whom.
   *
   * @param port 0 for any free one
   * @param keys asked at every request, so that they may change; without them everybody is let in
   * @param openMetrics whether {@code /metrics} needs no key
   * @param accessLog a line a request; the file {@code -} is standard output
   * @param origins those whose pages a browser lets ask ({@link CrossOrigin})
   */
  public record Options(
      String host,
      int port,
      Limits limits,
      Optional<Supplier<ApiKeys>> keys,
      boolean openMetrics,
      Optional<ServerCertificate> certificate,
      Optional<Path> accessLog,
      Set<String> origins) {

    public Options {
      origins = Set.copyOf(origins);
    }

    /** On this machine alone, for everybody on it. */
    public static Options local(int port, Limits limits) {
      return new Options(
          "127.0.0.1",
          port,
          limits,
          Optional.empty(),
          false,
          Optional.empty(),
          Optional.empty(),
          Set.of());
    }
  }

  /**
   * How much a server takes on.
   *
   * @param maxBody the largest body in bytes; a larger one is answered with 413
   * @param maxImport the same for an upload to import
   * @param inFlight so many requests are always answered at once; one more than may be is answered
   *     with 503
   * @param inTime more may be while answers take no longer than this
   * @param connections open at once; one more is closed
   * @param arrival how long a request may take to arrive, and a piece of an answer to be taken
   * @param idle how long a connection may wait for its next request
   */
  public record Limits(
      long maxBody,
      long maxImport,
      int inFlight,
      Duration inTime,
      int connections,
      Duration arrival,
      Duration idle) {

    public static final Limits STANDARD =
        new Limits(
            16L << 20,
            1L << 30,
            256,
            Duration.ofMillis(500),
            2_048,
            Duration.ofSeconds(30),
            Duration.ofSeconds(60));

    public Limits {
      if (maxBody < 1
          || maxImport < 1
          || inFlight < 1
          || inTime.isNegative()
          || connections < 1
          || !arrival.isPositive()
          || !idle.isPositive()) {
        throw new IllegalArgumentException("a limit of a server is 0 or less");
      }
    }
  }

  /** What is served. */
  public record Services(
      Recommender recommender,
      ItemSearch search,
      LiveCatalog catalog,
      InteractionLog log,
      Users users,
      Impressions impressions,
      Experiments experiments,
      Hues hues,
      LongSupplier storeBytes,
      Knowledge knowledge,
      Answers answers,
      List<LoadedModel> models,
      Supplier<Optional<SequenceRanker.CacheUse>> prefixCache,
      Supplier<Optional<ChatModel.Use>> chatUse,
      Supplier<List<QueueUse>> queues,
      KeptEvaluation evaluation,
      Optional<SentenceEmbedder> embedder,
      Optional<TextGenerator> chat,
      SpanishBridge bridge,
      Explainer explainer,
      Conversations conversations,
      Reindexing reindexing,
      Imports imports,
      Wording wording,
      String version) {}

  private static final int BACKLOG = 1_024;
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final WebServer server;
  private final Connections connections;
  private final InFlight inFlight;
  private final Optional<AccessLog> log;
  private final AtomicBoolean stopping;

  private HttpServer(
      WebServer server,
      Connections connections,
      InFlight inFlight,
      Optional<AccessLog> log,
      AtomicBoolean stopping) {
    this.log = log;
    this.server = server;
    this.connections = connections;
    this.inFlight = inFlight;
    this.stopping = stopping;
  }

  /**
   * Starts serving; the port is open when this returns.
   *
   * @throws IllegalArgumentException when the certificate cannot be used
   * @throws UncheckedIOException when the port cannot be opened
   */
  public static HttpServer start(Options options, Services services) {
    Limits limits = options.limits();
    Optional<Tls> tls = options.certificate().map(ServerCertificate::tls);
    Connections connections = new Connections(limits.arrival(), limits.idle()).start();
    InFlight inFlight = new InFlight(limits.inFlight(), limits.connections(), limits.inTime());
    AtomicBoolean stopping = new AtomicBoolean();
    HttpMetrics metrics = new HttpMetrics();
    ServiceMetrics.register(metrics.registry(), services, inFlight, connections);
    Optional<AccessLog> log = options.accessLog().map(AccessLog::at);
    RouteTable routes = RouteTable.load();
    Gate gate =
        new Gate(
            routes,
            new CrossOrigin(options.origins()),
            new Doorkeeper(options.keys(), options.openMetrics()),
            inFlight,
            metrics,
            stopping);
    var builder =
        WebServer.builder()
            .host(options.host())
            .port(options.port())
            .maxPayloadSize(Math.max(limits.maxBody(), limits.maxImport()))
            .maxTcpConnections(limits.connections())
            .backlog(BACKLOG)
            .protocolsDiscoverServices(false)
            .addConnectionSelector(connections)
            .shutdownGracePeriod(GRACE)
            .shutdownHook(false)
            .errorHandling(errors -> errors.includeEntity(true))
            .directHandlers(TransportProblems.handlers())
            .connectionOptions(connection -> connection.tcpNoDelay(true))
            .routing(
                routing -> {
                  routing
                      .addFilter(HttpServer::frame)
                      .addFilter(new Observer(metrics, log))
                      .addFilter(new BodyLimit(limits.maxBody(), limits.maxImport()))
                      .addFilter(gate);
                  Routing.register(routing, services, routes, metrics, stopping::get);
                });
    tls.ifPresent(builder::tls);
    WebServer server = builder.build();
    server.start();
    if (!server.isRunning()) { // Helidon logs why, and returns as if nothing had happened
      connections.close();
      throw new UncheckedIOException(
          "port %d at %s cannot be opened; is another program using it?"
              .formatted(options.port(), options.host()),
          new BindException());
    }
    return new HttpServer(server, connections, inFlight, log, stopping);
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

  /**
   * Takes no more requests, which {@code /readyz} says at once, waits for those that run, up to 10
   * seconds, and ends.
   */
  @Override
  public void close() {
    stopping.set(true);
    inFlight.awaitNone(GRACE);
    server.stop();
    connections.close();
    log.ifPresent(AccessLog::close);
  }
}
