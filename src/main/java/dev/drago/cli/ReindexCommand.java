package dev.drago.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drago.catalog.StrictJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code drago reindex}: builds the indexes anew from the store. */
@Command(
    name = "reindex",
    mixinStandardHelpOptions = true,
    description = {
      "Builds the indexes anew from the store and its cached vectors: of a folder that no server has"
          + " open, or with --server of a running one, whose old indexes serve meanwhile."
    })
final class ReindexCommand implements Callable<Integer> {

  private static final long POLL_MILLIS = 500;
  private static final int TOO_OFTEN = 429;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String KEY = "DRAGO_API_KEY";

  @Mixin InstanceOptions instance = new InstanceOptions();

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "A running server; an admin key is taken from " + KEY + ".")
  Optional<URI> server = Optional.empty();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    if (server.isPresent()) {
      return running(server.get(), out);
    }
    try (Instance opened = Instance.open(instance)) {
      long items = opened.catalog().snapshot().liveCount();
      try (Progress progress = Progress.start("items", items, "items", out)) {
        opened.catalog().rebuild(progress::at);
      }
      long documents = opened.knowledge().size();
      try (Progress progress = Progress.start("documents", documents, "documents", out)) {
        opened.knowledge().rebuild(progress::at);
      }
    }
    return 0;
  }

  /** Starts it on a server and follows it to its end. */
  private int running(URI address, PrintWriter out) throws InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      JsonNode state = send(client, address, "POST");
      while (state.path("status").asText().equals("running")) {
        Thread.sleep(POLL_MILLIS);
        state = send(client, address, "GET");
      }
      boolean done = state.path("status").asText().equals("done");
      out.printf(
          "%s: %d items, %d documents in %s s%s%n",
          state.path("status").asText(),
          state.path("items").asLong(),
          state.path("documents").asLong(),
          state.path("seconds").asText(),
          done ? "" : ": " + state.path("detail").asText());
      return done ? 0 : 1;
    }
  }

  private static JsonNode send(HttpClient client, URI address, String method)
      throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve("/v1/reindex"))
            .timeout(PATIENCE)
            .method(method, HttpRequest.BodyPublishers.noBody());
    Optional.ofNullable(System.getenv(KEY))
        .ifPresent(key -> request.header("Authorization", "Bearer " + key));
    try {
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      while (answer.statusCode() == TOO_OFTEN) { // the key has a rate: as told, a little later
        long wait = answer.headers().firstValueAsLong("Retry-After").orElse(1);
        Thread.sleep(Duration.ofSeconds(wait));
        answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      }
      JsonNode body = StrictJson.read(answer.body());
      if (answer.statusCode() / 100 != 2) {
        throw new IllegalArgumentException(
            "%s answered %d: %s"
                .formatted(address, answer.statusCode(), body.path("detail").asText()));
      }
      return body;
    } catch (IOException e) {
      throw new UncheckedIOException("%s does not answer: %s".formatted(address, e), e);
    }
  }
}
