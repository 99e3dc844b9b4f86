package dev.drago.http;

import dev.drago.catalog.CatalogSchema;
import dev.drago.conversation.Conversations;
import dev.drago.conversation.Moods;
import dev.drago.conversation.TemplateWording;
import dev.drago.explain.Explainer;
import dev.drago.index.ItemIndex;
import dev.drago.index.PassageIndex;
import dev.drago.index.SpanishBridge;
import dev.drago.inference.ChatModel;
import dev.drago.inference.ModelSize;
import dev.drago.inference.SentenceEmbedder;
import dev.drago.inference.SequenceRanker;
import dev.drago.inference.TextGenerator;
import dev.drago.inference.Turns;
import dev.drago.ingest.Imports;
import dev.drago.knowledge.Answers;
import dev.drago.knowledge.Knowledge;
import dev.drago.llama.LlamaLibrary;
import dev.drago.llama.LlamaModel;
import dev.drago.llama.ModelOptions;
import dev.drago.llama.TinyModels;
import dev.drago.recommend.Attributor;
import dev.drago.recommend.Experiments;
import dev.drago.recommend.Hues;
import dev.drago.recommend.Impressions;
import dev.drago.recommend.InteractionLog;
import dev.drago.recommend.ItemSearch;
import dev.drago.recommend.LiveCatalog;
import dev.drago.recommend.Recommender;
import dev.drago.recommend.Users;
import dev.drago.scoring.FusionFile;
import dev.drago.scoring.ItemCounts;
import dev.drago.scoring.PopularityScorer;
import dev.drago.scoring.Scorer;
import dev.drago.scoring.SemanticScorer;
import dev.drago.scoring.SequenceScorer;
import dev.drago.store.Database;
import dev.drago.store.DocumentRepository;
import dev.drago.store.EmbeddingRepository;
import dev.drago.store.ImpressionRepository;
import dev.drago.store.InteractionRepository;
import dev.drago.store.ItemRepository;
import dev.drago.store.SessionRepository;
import dev.drago.store.TestStore;
import dev.drago.store.UserRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server on a free port over {@link TinyCatalogue}, for one test class: the embedder that ships,
 * and a sequence model with random weights, so that tests see every scorer at work but no
 * particular taste.
 *
 * <pre>{@code @RegisterExtension static final TestServer SERVER = new TestServer();}</pre>
 */
final class TestServer implements BeforeAllCallback, AfterAllCallback {

  static final long MAX_BODY = 16L << 20;

  private static final Path EMBEDDER = Path.of("models", "e5-small-v2-q8_0.gguf");
  private static final String NO_CHECKSUM = "0".repeat(64);
  private static final ModelSize ONE_THREAD = new ModelSize(1, 1, 1);
  private static final int QUEUE = 64;

  /** Of the scenario {@code tried}: half of the users each. */
  private static final Experiments EXPERIMENTS =
      Experiments.parse(
          """
          [{"name": "trial", "scenario": "tried", "variants": [
             {"name": "a", "strategy": "popularity", "share": 0.5},
             {"name": "b", "strategy": "semantic", "share": 0.5}]}]""");

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private Optional<HttpServer.Services> services = Optional.empty();
  private int port;
  private int classes;
  private Path folder = Path.of("");
  private final TestStore store;
  private final Optional<TextGenerator> chat;

  TestServer() {
    this(TestStore.SQLITE);
  }

  /** With the store in another database. */
  TestServer(TestStore store) {
    this.store = store;
    this.chat = Optional.empty();
  }

  /** With a chat model too. */
  TestServer(TextGenerator chat) {
    this.store = TestStore.SQLITE;
    this.chat = Optional.of(chat);
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    if (classes++ > 0) {
      return; // a class inside the one that it was started for
    }
    folder = Files.createTempDirectory("drago-http");
    open.push(() -> delete(folder));
    HttpServer.Services served = services(folder);
    services = Optional.of(served);
    port =
        opened(HttpServer.start(HttpServer.Options.local(0, HttpServer.Limits.STANDARD), served))
            .port();
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    if (--classes > 0) {
      return;
    }
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  Client client() {
    return new Client(port);
  }

  /** Where its data is. */
  Path folder() {
    return folder;
  }

  int port() {
    return port;
  }

  HttpServer.Services services() {
    return services.orElseThrow();
  }

  private HttpServer.Services services(Path folder) {
    LlamaLibrary library = LlamaLibrary.open(Optional.empty(), folder);
    SentenceEmbedder embedder =
        opened(new SentenceEmbedder(List.of(load(library, EMBEDDER)), ONE_THREAD, QUEUE));
    Path tiny = folder.resolve("sequence.gguf");
    TinyModels.sequenceModel(tiny, TinyCatalogue.WITH_TOKEN, 7);
    SequenceRanker ranker =
        opened(
            new SequenceRanker(
                List.of(load(library, tiny)),
                new SequenceRanker.Options(ONE_THREAD, QUEUE, 1 << 20)));

    Database database = opened(Database.open(store.fresh(folder)));
    ItemRepository items = new ItemRepository(database);
    InteractionRepository interactions = new InteractionRepository(database);
    AtomicReference<CatalogSchema> schema = new AtomicReference<>(items.schema());
    ItemIndex index =
        opened(ItemIndex.open(folder.resolve("index"), schema::get, "test", ItemIndex.EXACT_BELOW));
    LiveCatalog catalog =
        new LiveCatalog(
            items, index, Optional.of(embedder), new EmbeddingRepository(database, "test"), schema);
    catalog.store(TinyCatalogue.items(), TinyCatalogue.schema());
    catalog.catchUp(done -> {});
    Knowledge knowledge =
        new Knowledge(
            new DocumentRepository(database),
            opened(PassageIndex.open(folder.resolve("passages"), "test", ItemIndex.EXACT_BELOW)),
            Optional.of(embedder),
            new EmbeddingRepository(database, "test-passages"),
            catalog::snapshot,
            item -> {});
    ItemCounts counts = new ItemCounts(interactions.counts(catalog.snapshot().size()));
    InteractionLog log = new InteractionLog(interactions, catalog::snapshot, counts);
    Imports imports = opened(new Imports(folder.resolve(".uploads"), catalog, log));
    Users users = new Users(new UserRepository(database), log, catalog::snapshot, index, id -> {});
    List<Scorer> scorers =
        List.of(
            new SequenceScorer(ranker),
            new SemanticScorer(embedder, Turns.ofProcessors()),
            new PopularityScorer(counts));
    Recommender recommender =
        new Recommender(
            catalog,
            index,
            log,
            users,
            scorers,
            FusionFile.standard(),
            Optional.empty(),
            Turns.ofProcessors());
    return new HttpServer.Services(
        recommender,
        new ItemSearch(catalog, index, Optional.of(embedder), Turns.ofProcessors()),
        catalog,
        log,
        users,
        new Impressions(new ImpressionRepository(database), Set.of("purchase"), Duration.ofDays(1)),
        EXPERIMENTS,
        new Hues(catalog, index),
        database::bytes,
        knowledge,
        new Answers(knowledge, catalog, index, Optional.of(embedder), Optional.empty()),
        List.of(
            new LoadedModel("sequence", "tiny", NO_CHECKSUM, "none", 0, Map.of()),
            new LoadedModel("embedder", "e5-small-v2", NO_CHECKSUM, "MIT", 0, Map.of())),
        () -> Optional.of(ranker.cacheUse()),
        () -> chat.map(writer -> new ChatModel.Use(0, 0, 0, 0, 0, 0, 0)),
        () -> List.of(ranker.queue(), embedder.queue()),
        KeptEvaluation.of(folder),
        Optional.of(embedder),
        chat,
        new SpanishBridge(),
        new Explainer(new Attributor(recommender), index, Optional.empty(), chat),
        new Conversations(
            new SessionRepository(database),
            PlainReader.of(catalog),
            recommender,
            catalog,
            index,
            log,
            Moods.standard(),
            Optional.empty(),
            Conversations.Limits.STANDARD,
            InstantSource.system()),
        opened(new Reindexing(catalog, knowledge)),
        imports,
        new TemplateWording(),
        "test");
  }

  private static LlamaModel load(LlamaLibrary library, Path file) {
    return LlamaModel.load(library, file, ModelOptions.DEFAULT);
  }

  private <T extends AutoCloseable> T opened(T resource) {
    open.push(resource);
    return resource;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
