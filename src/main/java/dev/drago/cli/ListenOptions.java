package dev.drago.cli;

import dev.drago.access.ApiKeys;
import dev.drago.access.KeyFile;
import dev.drago.access.KeyText;
import dev.drago.http.HttpServer;
import dev.drago.http.ServerCertificate;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where to listen, and who is let in. */
final class ListenOptions {

  private static final String FILE_VARIABLE = "DRAGO_KEYS_FILE";
  private static final String KEYS_VARIABLE = "DRAGO_API_KEYS";

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description =
          "Address to listen at; another than this machine's own needs keys (default:"
              + " ${DEFAULT-VALUE}).")
  String host = "127.0.0.1";

  @Option(
      names = "--port",
      defaultValue = "8080",
      description = "Port to listen at; 0 for any free one (default: ${DEFAULT-VALUE}).")
  int port = 8080;

  @Option(
      names = "--keys",
      paramLabel = "FILE",
      description = {
        "Let in only who has one of these keys (`drago keys new` makes them); read again when it"
            + " changes. Or the variables DRAGO_KEYS_FILE, or DRAGO_API_KEYS with NAME:ROLE:KEY,…"
      })
  Optional<Path> keys = Optional.empty();

  @Option(
      names = "--insecure",
      description = "Listen at any address without keys: something before it lets people in.")
  boolean insecure;

  @Option(names = "--open-metrics", description = "Answer /metrics without a key.")
  boolean openMetrics;

  @Option(
      names = "--cors-origin",
      paramLabel = "ORIGIN",
      split = ",",
      description = "Origins whose pages browsers let ask, such as https://shop.example; or *.")
  List<String> origins = List.of();

  @Option(
      names = "--tls-cert",
      paramLabel = "PEM",
      description = "Serve https with this certificate and what follows it in the file.")
  Optional<Path> certificate = Optional.empty();

  @Option(
      names = "--tls-key",
      paramLabel = "PEM",
      description = "The certificate's key: PKCS #8, without a password.")
  Optional<Path> certificateKey = Optional.empty();

  @Option(
      names = "--access-log",
      paramLabel = "FILE",
      description = "Write a line of JSON for each request; - is standard output (default: none).")
  Optional<Path> accessLog = Optional.empty();

  @Option(
      names = "--conversions",
      paramLabel = "TYPE",
      split = ",",
      defaultValue = "purchase",
      description =
          "Types of interaction that count as a conversion of a recommendation (default:"
              + " ${DEFAULT-VALUE}).")
  List<String> conversions = List.of("purchase");

  @Option(
      names = "--keep-recommendations",
      paramLabel = "TIME",
      converter = Durations.class,
      defaultValue = "720h",
      description = "How long what was shown is remembered (default: ${DEFAULT-VALUE}).")
  Duration keepRecommendations = Duration.ofDays(30);

  @Option(
      names = "--max-body",
      paramLabel = "MB",
      defaultValue = "16",
      description = "Largest request body (default: ${DEFAULT-VALUE}).")
  int maxBody = 16;

  @Option(
      names = "--max-import",
      paramLabel = "MB",
      defaultValue = "1024",
      description = "Largest upload to import (default: ${DEFAULT-VALUE}).")
  int maxImport = 1_024;

  @Option(
      names = "--max-requests",
      paramLabel = "N",
      defaultValue = "256",
      description =
          "Requests always answered at once; more are while answers take no longer than half a"
              + " second, the others get 503 (default: ${DEFAULT-VALUE}).")
  int maxRequests = 256;

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      defaultValue = "2048",
      description = "Connections open at once (default: ${DEFAULT-VALUE}).")
  int maxConnections = 2_048;

  @Option(
      names = "--request-timeout",
      paramLabel = "TIME",
      converter = Durations.class,
      defaultValue = "30s",
      description =
          "How long a request may take to arrive, and a piece of an answer to be taken (default:"
              + " ${DEFAULT-VALUE}).")
  Duration requestTimeout = Duration.ofSeconds(30);

  @Option(
      names = "--idle-timeout",
      paramLabel = "TIME",
      converter = Durations.class,
      defaultValue = "60s",
      description =
          "How long a connection may wait for its next request (default: ${DEFAULT-VALUE}).")
  Duration idleTimeout = Duration.ofSeconds(60);

  @Option(
      names = "--session-ttl",
      paramLabel = "TIME",
      converter = Durations.class,
      defaultValue = "24h",
      description =
          "How long a conversation is kept after its last turn (default: ${DEFAULT-VALUE}).")
  Duration sessionTtl = Duration.ofHours(24);

  /** Where keys come from, if from anywhere. */
  sealed interface KeySource {
    Optional<Supplier<ApiKeys>> keys();

    /** Sees what changes, until {@code stopping}. */
    default void watch(CountDownLatch stopping) {}

    record None() implements KeySource {
      @Override
      public Optional<Supplier<ApiKeys>> keys() {
        return Optional.empty();
      }
    }

    record Fixed(ApiKeys fixed) implements KeySource {
      @Override
      public Optional<Supplier<ApiKeys>> keys() {
        return Optional.of(() -> fixed);
      }
    }

    record InFile(KeyFile file) implements KeySource {
      @Override
      public Optional<Supplier<ApiKeys>> keys() {
        return Optional.of(file);
      }

      @Override
      public void watch(CountDownLatch stopping) {
        file.watch(stopping);
      }
    }
  }

  /**
   * The keys that options and environment name.
   *
   * @param environment a variable's value, or null
   * @throws IllegalArgumentException in a sentence, also when the address would be open to
   *     everybody
   */
  KeySource keySource(UnaryOperator<@Nullable String> environment) {
    Optional<String> inEnvironment =
        Optional.ofNullable(environment.apply(KEYS_VARIABLE)).filter(text -> !text.isBlank());
    Optional<Path> file =
        keys.or(
            () ->
                Optional.ofNullable(environment.apply(FILE_VARIABLE))
                    .filter(text -> !text.isBlank())
                    .map(Path::of));
    if (file.isPresent() && inEnvironment.isPresent()) {
      throw new IllegalArgumentException(
          "keys are in %s and in the file %s; only one of them can be meant"
              .formatted(KEYS_VARIABLE, file.get()));
    }
    KeySource source =
        file.<KeySource>map(path -> new KeySource.InFile(KeyFile.open(path)))
            .or(
                () ->
                    inEnvironment.map(
                        text -> new KeySource.Fixed(KeyText.parseList(text, KEYS_VARIABLE))))
            .orElseGet(KeySource.None::new);
    if (source instanceof KeySource.None && !insecure && !isLoopback(host)) {
      throw new IllegalArgumentException(
          "--host %s lets everybody who reaches this machine in: give --keys FILE (`drago keys new` makes keys), or --insecure where something else asks who comes"
              .formatted(host));
    }
    return source;
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("--host %s is no address here".formatted(host), e);
    }
  }

  /** How the server is to be started. */
  HttpServer.Options server(KeySource source) {
    if (certificate.isPresent() != certificateKey.isPresent()) {
      throw new IllegalArgumentException(
          "--tls-cert and --tls-key are given together or not at all");
    }
    if (maxBody < 1 || maxImport < 1 || maxRequests < 1 || maxConnections < 1) {
      throw new IllegalArgumentException(
          "--max-body, --max-import, --max-requests and --max-connections are 1 or more");
    }
    return new HttpServer.Options(
        host,
        port,
        new HttpServer.Limits(
            (long) maxBody << 20,
            (long) maxImport << 20,
            maxRequests,
            HttpServer.Limits.STANDARD.inTime(),
            maxConnections,
            requestTimeout,
            idleTimeout),
        source.keys(),
        openMetrics,
        certificate.map(chain -> new ServerCertificate(chain, certificateKey.orElseThrow())),
        accessLog,
        Set.copyOf(origins));
  }

  /** {@code http} or {@code https}. */
  String scheme() {
    return certificate.isPresent() ? "https" : "http";
  }

  /** Who is let in, in a sentence. */
  String whoIsLetIn(KeySource source) {
    return switch (source) {
      case KeySource.InFile(KeyFile file) ->
          "keys: %d, read again when their file changes".formatted(file.get().keys().size());
      case KeySource.Fixed(ApiKeys fixed) -> "keys: %d".formatted(fixed.keys().size());
      case KeySource.None() ->
          insecure && !isLoopback(host)
              ? "no keys (--insecure): everybody who reaches %s is let in".formatted(host)
              : "no keys: everybody on this machine is let in, and nobody else";
    };
  }
}
