package dev.drago.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.evaluation.EvaluationReport;
import dev.drago.evaluation.report.ReportJson;
import dev.drago.evaluation.report.ReportPage;
import dev.drago.file.Folders;
import dev.drago.http.KeptEvaluation;
import dev.drago.torture.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A server as its user starts it, with the models that ship: a process of its own of the classes
 * that are being tested.
 */
final class Served implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final ServerProcess process;
  private final Path folder;

  private Served(ServerProcess process, Path folder) {
    this.process = process;
    this.folder = folder;
  }

  /** The demo catalogue, one server for all tests of a run: they leave it as it is. */
  static Served demo(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(Served.class))
        .getOrComputeIfAbsent(Served.class, ignored -> start("demo", Map.of()), Served.class);
  }

  /** {@code drago COMMAND} on an empty folder, once it serves. */
  static Served start(String command, Map<String, String> environment) {
    try {
      Path folder = Files.createTempDirectory("drago-page");
      List<String> line =
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "--enable-native-access=ALL-UNNAMED",
              "--add-modules=jdk.incubator.vector",
              "-Xmx224m",
              "-Ddrago.models=models",
              "-Djava.io.tmpdir=" + folder,
              "-cp",
              System.getProperty("java.class.path"),
              "dev.drago.cli.Drago",
              command,
              "--data",
              folder.resolve("data").toString());
      return new Served(ServerProcess.start(line, environment, PATIENCE), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI address() {
    return process.address();
  }

  /** Stores an item. */
  void put(String id, String json) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(address().resolve("/v1/items/" + id))
              .header("Content-Type", "application/json")
              .PUT(BodyPublishers.ofString(json))
              .build();
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isIn(200, 201);
    }
  }

  /** Keeps a report as {@code drago evaluate} does. */
  void keep(EvaluationReport report) throws IOException {
    KeptEvaluation kept = KeptEvaluation.of(folder.resolve("data"));
    Files.createDirectories(Objects.requireNonNull(kept.json().getParent()));
    Files.writeString(kept.json(), ReportJson.of(report));
    Files.writeString(kept.html(), ReportPage.of(report));
  }

  @Override
  public void close() {
    process.close();
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(Optional.ofNullable(e.getMessage()).orElse(""), e);
    }
  }
}
