package dev.drago.cli;

import dev.drago.conversation.Conversations;
import dev.drago.conversation.TemplateWording;
import dev.drago.http.HttpServer;
import dev.drago.http.KeptEvaluation;
import dev.drago.http.LoadedModel;
import dev.drago.http.Reindexing;
import dev.drago.inference.ChatModel;
import dev.drago.inference.SequenceRanker;
import dev.drago.ingest.Imports;
import dev.drago.recommend.Hues;
import dev.drago.recommend.Impressions;
import dev.drago.scoring.linear.Publication;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;
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

  /** In the data folder; a name that nobody would choose for files of their own. */
  private static final String UPLOADS = ".uploads";

  @Mixin InstanceOptions instance = new InstanceOptions();
  @Mixin ListenOptions listen = new ListenOptions();

  @Mixin TrainingOptions training = new TrainingOptions();

  @Option(
      names = "--train-every",
      paramLabel = "TIME",
      converter = Durations.class,
      description = {
        "Train so often in a process of its own, if there are new interactions: 24h, 30m, or"
            + " ISO-8601 (default: never)."
      })
  Optional<Duration> trainEvery = Optional.empty();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    training.check();
    serve(instance, listen, spec.commandLine().getOut(), this::schedule, address -> {});
  }

  /**
   * Serves until SIGTERM or SIGINT. The index catches up beside it; {@code /readyz} tells when.
   *
   * @param schedule what trains beside it, if anything
   * @param started gets the address once the port is open
   */
  static void serve(
      InstanceOptions options,
      ListenOptions listen,
      PrintWriter out,
      Function<Instance, Optional<TrainingSchedule>> schedule,
      Consumer<String> started) {
    ListenOptions.KeySource keys = listen.keySource(System::getenv);
    HttpServer.Options where = listen.server(keys);
    Instance opened = Instance.open(options);
    serve(opened, options, listen, keys, where, out, schedule, started);
  }

  private static void serve(
      Instance opened,
      InstanceOptions options,
      ListenOptions listen,
      ListenOptions.KeySource keys,
      HttpServer.Options where,
      PrintWriter out,
      Function<Instance, Optional<TrainingSchedule>> schedule,
      Consumer<String> started) {
    Conversations conversations =
        opened.conversations(
            new Conversations.Limits(listen.sessionTtl, Conversations.Limits.STANDARD.most()));
    Impressions impressions =
        opened.impressions(Set.copyOf(listen.conversions), listen.keepRecommendations);
    Reindexing reindexing = new Reindexing(opened.catalog(), opened.knowledge());
    Imports imports = new Imports(options.data.resolve(UPLOADS), opened.catalog(), opened.log());
    HttpServer server =
        HttpServer.start(
            where,
            new HttpServer.Services(
                opened.recommender(),
                opened.search(),
                opened.catalog(),
                opened.log(),
                opened.users(),
                impressions,
                InstanceFiles.readExperiments(options, opened.recommender().allStrategies()),
                new Hues(opened.catalog(), opened.index()),
                opened::storeBytes,
                opened.knowledge(),
                opened.answers(),
                opened.models(),
                () -> opened.ranker().map(SequenceRanker::cacheUse),
                () -> opened.chat().map(ChatModel::use),
                opened::queues,
                KeptEvaluation.of(options.data),
                opened.embedder(),
                opened.chat().map(chat -> chat),
                opened.bridge(),
                opened.explainer(),
                conversations,
                reindexing,
                imports,
                new TemplateWording(),
                Version.current()));
    CountDownLatch stopping = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Thread catchUp =
        Thread.ofPlatform()
            .name("index-catch-up")
            .start(
                () ->
                    IndexProgress.keep(
                        opened.catalog(), opened.recommender()::prepare, out, stopping));
    Thread documents =
        Thread.ofPlatform()
            .name("documents-catch-up")
            .start(() -> DocumentProgress.keep(opened.knowledge(), out, stopping));
    Thread watch =
        Thread.ofVirtual().name("training-watch").start(() -> opened.trained().watch(stopping));
    Thread forgetting =
        Thread.ofVirtual().name("sessions").start(() -> conversations.keep(stopping));
    Thread shown = Thread.ofPlatform().name("impressions").start(() -> impressions.keep(stopping));
    Thread keyWatch = Thread.ofVirtual().name("keys").start(() -> keys.watch(stopping));
    Optional<Thread> training =
        schedule
            .apply(opened)
            .map(
                trainings ->
                    Thread.ofPlatform()
                        .name("training-schedule")
                        .start(() -> trainings.keep(stopping)));
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
                      opened.knowledge().stopCatchingUp();
                      reindexing.close();
                      imports.close();
                      join(catchUp);
                      join(documents);
                      join(watch);
                      join(forgetting);
                      join(keyWatch);
                      join(shown);
                      training.ifPresent(ServeCommand::join);
                      opened.close();
                      stopped.countDown();
                    }));
    StopSignals.handle();
    String address = "%s://%s:%d".formatted(listen.scheme(), listen.host, server.port());
    out.printf(
        "drago %s serves %d items at %s%n",
        Version.current(), opened.catalog().snapshot().liveCount(), address);
    out.println(listen.whoIsLetIn(keys));
    String ids = String.join(", ", opened.models().stream().map(LoadedModel::id).toList());
    out.printf("models: %s%n", ids.isEmpty() ? "none; ranking by popularity alone" : ids);
    if (!ids.isEmpty() && opened.ranker().isEmpty()) {
      out.println(
          "no sequence model knows this catalogue; ranking by what was trained, meaning and popularity");
    }
    opened
        .trained()
        .current()
        .ifPresent(
            trained ->
                out.printf(
                    Locale.ROOT,
                    "trained on %,d interactions at %s%n",
                    trained.interactions(),
                    trained.trainedAt()));
    out.flush();
    started.accept(address);
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<TrainingSchedule> schedule(Instance opened) {
    return trainEvery.map(
        every ->
            new TrainingSchedule(
                instance,
                every,
                training,
                () -> opened.log().interactions(),
                () -> opened.trained().current().map(Publication::interactions).orElse(0L)));
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
