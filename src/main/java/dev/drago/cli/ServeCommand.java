package dev.drago.cli;

import dev.drago.http.HttpServer;
import dev.drago.http.KeptEvaluation;
import dev.drago.http.LoadedModel;
import dev.drago.inference.SequenceRanker;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code drago serve}: serves an instance over HTTP until it is told to stop. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Serves recommendations over HTTP.")
final class ServeCommand implements Runnable {

  @Mixin InstanceOptions instance = new InstanceOptions();
  @Mixin ListenOptions listen = new ListenOptions();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    serve(instance, listen, spec.commandLine().getOut(), address -> {});
  }

  /**
   * Serves until SIGTERM or SIGINT. The index catches up beside it; {@code /readyz} tells when.
   *
   * @param started gets the address once the port is open
   */
  static void serve(
      InstanceOptions options, ListenOptions listen, PrintWriter out, Consumer<String> started) {
    Instance opened = Instance.open(options);
    HttpServer server =
        HttpServer.start(
            new HttpServer.Options(listen.host, listen.port, (long) listen.maxBody << 20),
            new HttpServer.Services(
                opened.recommender(),
                opened.search(),
                opened.catalog(),
                opened.log(),
                opened.models(),
                () -> opened.ranker().map(SequenceRanker::cacheUse),
                KeptEvaluation.of(options.data),
                Version.current()));
    CountDownLatch stopping = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Thread catchUp =
        Thread.ofPlatform()
            .name("index-catch-up")
            .start(() -> IndexProgress.keep(opened.catalog(), out, stopping));
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("shutdown")
                .unstarted(
                    () -> {
                      // First no more requests, then the index and the models: a native thread that
                      // outlives its model would take the process down with a signal.
                      server.close();
                      stopping.countDown();
                      opened.catalog().stopCatchingUp();
                      join(catchUp);
                      opened.close();
                      stopped.countDown();
                    }));
    String address = "http://%s:%d".formatted(listen.host, server.port());
    out.printf(
        "drago %s serves %d items at %s%n",
        Version.current(), opened.catalog().snapshot().liveCount(), address);
    String ids = String.join(", ", opened.models().stream().map(LoadedModel::id).toList());
    out.printf("models: %s%n", ids.isEmpty() ? "none; ranking by popularity alone" : ids);
    if (!ids.isEmpty() && opened.ranker().isEmpty()) {
      out.println("no sequence model knows this catalogue; ranking by meaning and popularity");
    }
    out.flush();
    started.accept(address);
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Where to listen. */
  static final class ListenOptions {
    @Option(
        names = "--host",
        defaultValue = "127.0.0.1",
        description = "Address to listen at (default: ${DEFAULT-VALUE}).")
    String host = "127.0.0.1";

    @Option(
        names = "--port",
        defaultValue = "8080",
        description = "Port to listen at; 0 for any free one (default: ${DEFAULT-VALUE}).")
    int port = 8080;

    @Option(
        names = "--max-body",
        paramLabel = "MB",
        defaultValue = "16",
        description = "Largest request body (default: ${DEFAULT-VALUE}).")
    int maxBody = 16;
  }
}
