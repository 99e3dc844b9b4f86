package dev.drago.http;

import dev.drago.index.IndexException;
import dev.drago.inference.ChatModel;
import dev.drago.inference.QueueUse;
import dev.drago.inference.SequenceRanker.CacheUse;
import dev.drago.recommend.Impressions.Tally;
import dev.drago.store.StoreException;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What is served, as numbers that are read when somebody asks for them. */
final class ServiceMetrics {

  private static final double MILLIS = 1e-3;

  private final PrometheusRegistry registry;

  private ServiceMetrics(PrometheusRegistry registry) {
    this.registry = registry;
  }

  static void register(
      PrometheusRegistry registry,
      HttpServer.Services services,
      InFlight inFlight,
      Connections connections) {
    ServiceMetrics metrics = new ServiceMetrics(registry);
    metrics.server(inFlight, connections);
    metrics.models(services);
    metrics.stored(services);
    metrics.feedback(services);
    metrics.process(services.version());
  }

  private void server(InFlight inFlight, Connections connections) {
    gauge("drago_http_requests_in_flight", "Requests being answered.", inFlight::count);
    gauge("drago_http_connections", "Open connections.", connections::count);
  }

  private void models(HttpServer.Services services) {
    queue("drago_model_queue_jobs", "Jobs waiting for a model.", services, QueueUse::waiting);
    queue(
        "drago_model_queue_capacity_jobs",
        "Jobs that may wait for a model.",
        services,
        QueueUse::capacity);
    CounterWithCallback.builder()
        .name("drago_history_cache_lookups_total")
        .help("Histories that the sequence model knew whole, known but for their end, or new.")
        .labelNames("result")
        .callback(
            to ->
                services
                    .prefixCache()
                    .get()
                    .ifPresent(
                        (CacheUse use) -> {
                          to.call((double) use.exact(), "exact");
                          to.call((double) use.prefix(), "prefix");
                          to.call((double) use.miss(), "miss");
                        }))
        .register(registry);
    GaugeWithCallback.builder()
        .name("drago_chat_slots_in_use")
        .help("Tasks in the chat model's batch.")
        .callback(to -> services.chatUse().get().ifPresent(use -> to.call(use.active())))
        .register(registry);
    chat(
        "drago_chat_prompt_tokens_total",
        "Tokens of prompts.",
        services,
        ChatModel.Use::promptTokens);
    chat(
        "drago_chat_cached_prompt_tokens_total",
        "Tokens of prompts that were in the prefix cache.",
        services,
        ChatModel.Use::cachedTokens);
    chat(
        "drago_chat_written_tokens_total",
        "Tokens written, those of beams included.",
        services,
        ChatModel.Use::writtenTokens);
    chat("drago_chat_decodes_total", "Decodes.", services, ChatModel.Use::decodes);
    chat(
        "drago_chat_decoded_tokens_total",
        "Tokens of all decodes: by the number of decodes, the mean size of a batch.",
        services,
        ChatModel.Use::decodedTokens);
    CounterWithCallback.builder()
        .name("drago_explanations_worded_total")
        .help("Explanations by how they came to their words.")
        .labelNames("outcome")
        .callback(
            to -> {
              var counts = services.explainer().wordings();
              to.call((double) counts.template(), "template");
              to.call((double) counts.chat(), "accepted");
              to.call((double) counts.rejected(), "rejected");
              to.call((double) counts.failed(), "failed");
            })
        .register(registry);
    counter(
        "drago_invented_items_total",
        "Items ranked that the request's snapshot and rules do not have: always 0.",
        services.recommender()::inventedItems);
  }

  private void stored(HttpServer.Services services) {
    gauge(
        "drago_catalogue_items",
        "Items in the catalogue.",
        () -> services.catalog().snapshot().liveCount());
    gauge(
        "drago_catalogue_version",
        "Number of the catalogue's last change.",
        () -> services.catalog().snapshot().version());
    gauge(
        "drago_index_behind_items",
        "Items that the index has still to take in.",
        () -> services.catalog().behind());
    gauge("drago_store_bytes", "The database on disk.", () -> services.storeBytes().getAsLong());
    gauge(
        "drago_index_bytes",
        "The indexes of items and passages on disk.",
        () -> services.catalog().indexBytes() + services.knowledge().indexBytes());
    gauge("drago_documents", "Documents.", () -> services.knowledge().size());
    gauge(
        "drago_index_behind_documents",
        "Documents that the index has still to take in.",
        () -> services.knowledge().behind());
    gauge("drago_log_interactions", "Interactions.", () -> services.log().interactions());
    gauge(
        "drago_log_users", "Users with interactions or preferences.", () -> services.log().users());
  }

  private void feedback(HttpServer.Services services) {
    feedback("drago_recommendations_shown_total", "Recommendations made.", services, Tally::shown);
    feedback(
        "drago_recommendations_clicked_total",
        "Items of recommendations with an interaction that names them.",
        services,
        Tally::clicked);
    feedback(
        "drago_recommendations_converted_total",
        "Items of recommendations with an interaction that is a conversion.",
        services,
        Tally::converted);
    counter(
        "drago_impressions_dropped_total",
        "Recommendations that could not be remembered, for the disk was too slow.",
        services.impressions()::dropped);
  }

  private void feedback(
      String name, String help, HttpServer.Services services, ToDoubleFunction<Tally> of) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("scenario", "strategy", "variant")
        .callback(
            to ->
                services
                    .impressions()
                    .tallies()
                    .forEach(
                        (kind, tally) ->
                            to.call(
                                of.applyAsDouble(tally),
                                kind.scenario(),
                                kind.strategy(),
                                kind.variant().orElse(""))))
        .register(registry);
  }

  private void process(String version) {
    Runtime runtime = Runtime.getRuntime();
    var machine = ManagementFactory.getRuntimeMXBean();
    gauge(
        "drago_jvm_heap_used_bytes",
        "Heap in use.",
        () -> runtime.totalMemory() - runtime.freeMemory());
    gauge("drago_jvm_heap_max_bytes", "Most the heap may have.", runtime::maxMemory);
    gauge(
        "drago_jvm_threads",
        "Platform threads.",
        ManagementFactory.getThreadMXBean()::getThreadCount);
    gauge(
        "drago_process_resident_memory_bytes",
        "Memory of the process, models included.",
        ResidentMemory::bytes);
    gauge(
        "drago_process_uptime_seconds",
        "Time since the start.",
        () -> machine.getUptime() * MILLIS);
    Info.builder()
        .name("drago_build_info")
        .help("What runs.")
        .labelNames("version", "java")
        .register(registry)
        .setLabelValues(version, String.valueOf(machine.getVmVersion()));
  }

  private void gauge(String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(
            to -> {
              try {
                to.call(value.getAsDouble());
              } catch (StoreException | IndexException e) {
                // Without its store the rest is all the more to be seen.
              }
            })
        .register(registry);
  }

  private void counter(String name, String help, DoubleSupplier value) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(to -> to.call(value.getAsDouble()))
        .register(registry);
  }

  private void chat(
      String name, String help, HttpServer.Services services, ToDoubleFunction<ChatModel.Use> of) {
    CounterWithCallback.builder()
        .name(name)
        .help("Chat model: " + help)
        .callback(to -> services.chatUse().get().ifPresent(use -> to.call(of.applyAsDouble(use))))
        .register(registry);
  }

  private void queue(
      String name, String help, HttpServer.Services services, Function<QueueUse, Integer> of) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("model")
        .callback(
            to -> {
              List<QueueUse> queues = services.queues().get();
              queues.forEach(queue -> to.call(of.apply(queue), queue.model()));
            })
        .register(registry);
  }
}
