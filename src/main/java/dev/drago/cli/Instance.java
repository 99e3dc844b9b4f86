package dev.drago.cli;

import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.CatalogSnapshot;
import dev.drago.catalog.ItemText;
import dev.drago.conversation.Conversations;
import dev.drago.conversation.MeasuredReasons;
import dev.drago.conversation.Moods;
import dev.drago.conversation.reading.CatalogueUnderstanding;
import dev.drago.document.Passage;
import dev.drago.evaluation.WishRankings;
import dev.drago.explain.Explainer;
import dev.drago.explain.Passages;
import dev.drago.http.LoadedModel;
import dev.drago.index.ItemIndex;
import dev.drago.index.PassageIndex;
import dev.drago.index.SpanishBridge;
import dev.drago.inference.ChatModel;
import dev.drago.inference.QueueUse;
import dev.drago.inference.SentenceEmbedder;
import dev.drago.inference.SequenceRanker;
import dev.drago.inference.TextGenerator;
import dev.drago.inference.Turns;
import dev.drago.ingest.ErrorList;
import dev.drago.knowledge.Answers;
import dev.drago.knowledge.DocumentedItems;
import dev.drago.knowledge.Knowledge;
import dev.drago.models.ModelEntry;
import dev.drago.recommend.Attributor;
import dev.drago.recommend.Impressions;
import dev.drago.recommend.InteractionLog;
import dev.drago.recommend.ItemSearch;
import dev.drago.recommend.LiveCatalog;
import dev.drago.recommend.Recommender;
import dev.drago.recommend.Users;
import dev.drago.scoring.FusionWeights;
import dev.drago.scoring.GenerativeScorer;
import dev.drago.scoring.ItemCounts;
import dev.drago.scoring.ItemTitles;
import dev.drago.scoring.ItemTokenScorer;
import dev.drago.scoring.NewItems;
import dev.drago.scoring.Scorer;
import dev.drago.scoring.SemanticScorer;
import dev.drago.scoring.SequenceScorer;
import dev.drago.scoring.TextNeighbours;
import dev.drago.scoring.Verbalizer;
import dev.drago.store.Database;
import dev.drago.store.DocumentRepository;
import dev.drago.store.EmbeddingRepository;
import dev.drago.store.ImpressionRepository;
import dev.drago.store.InteractionRepository;
import dev.drago.store.ItemRepository;
import dev.drago.store.SessionRepository;
import dev.drago.store.UserRepository;
import dev.drago.store.WholeStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * One catalogue with its log and models, opened and wired: what every command works on. Closing it
 * closes everything in the opposite order.
 */
final class Instance implements AutoCloseable {

  private static final Logger LOG = System.getLogger("dev.drago.models");
  private static final int SHORT_HASH = 12;

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final List<LoadedModel> models = new ArrayList<>();
  private final InteractionRepository interactions;
  private final LiveCatalog catalog;
  private final InteractionLog log;
  private final ImpressionRepository shown;
  private final LongSupplier storeBytes;
  private final Users users;
  private final ItemIndex index;
  private final Recommender recommender;
  private final ItemSearch search;
  private final Explainer explainer;
  private final Knowledge knowledge;
  private final Answers answers;
  private final Optional<SequenceRanker> ranker;
  private final Optional<ChatModel> chat;
  private final boolean chatReads;
  private final Optional<ItemTitles> titles;
  private final Optional<SentenceEmbedder> embedder;
  private final List<Scorer> pretrained;
  private final TextNeighbours neighbours;
  private final FusionWeights weights;
  private final TrainedScorers trained;
  private final Turns turns = Turns.ofProcessors();
  private final SessionRepository sessions;
  private final WholeStore store;
  private final SpanishBridge bridge;

  private Instance(InstanceOptions options) {
    try {
      InstanceModels available = new InstanceModels(options);
      Optional<ModelEntry> embedderEntry = available.embedder();
      // The embedder, the index and the lexicon load beside the catalogue, which two cores parse.
      CompletableFuture<Optional<SentenceEmbedder>> loading =
          beside(() -> embedderEntry.map(available::openEmbedder));
      opened(() -> after(loading).flatMap(e -> e).ifPresent(SentenceEmbedder::close));
      CompletableFuture<SpanishBridge> lexicon = beside(SpanishBridge::new);

      Database database = opened(Database.open(options.location()));
      this.storeBytes = database::bytes;
      this.store = new WholeStore(database);
      ItemRepository items = new ItemRepository(database);
      this.interactions = new InteractionRepository(database);
      AtomicReference<CatalogSchema> schema = new AtomicReference<>(items.schema());
      DocumentRepository documents = new DocumentRepository(database);
      String embedderKey =
          embedderEntry.map(ModelEntry::sha256).orElse("none") + ":text-" + ItemText.VERSION;
      String indexKey = embedderKey + (options.documentsInItems ? ":documents" : "") + of(database);
      CompletableFuture<ItemIndex> opening =
          beside(
              () ->
                  ItemIndex.open(
                      indexFolder(options, embedderEntry),
                      schema::get,
                      indexKey,
                      ItemIndex.EXACT_BELOW));
      opened(() -> after(opening).ifPresent(ItemIndex::close));
      CatalogSnapshot stored = items.snapshot();
      this.index = loaded(opening);
      this.bridge = loaded(lexicon);
      this.embedder = loaded(loading);
      embedderEntry.ifPresent(entry -> models.add(InstanceModels.describe(entry, 0)));
      this.catalog =
          new LiveCatalog(
              items,
              stored,
              index,
              embedder,
              new EmbeddingRepository(database, embedderKey),
              schema,
              options.documentsInItems ? new DocumentedItems(documents) : UnaryOperator.identity());
      ItemCounts counts = new ItemCounts(interactions.counts(catalog.snapshot().size()));
      this.log = new InteractionLog(interactions, catalog::snapshot, counts);
      this.shown = new ImpressionRepository(database);
      Path errors = ImportCommand.errorList(options.data);
      this.users =
          new Users(
              new UserRepository(database),
              log,
              catalog::snapshot,
              index,
              id -> ErrorList.forget(errors, id));

      this.ranker =
          available
              .sequence(catalog.snapshot())
              .map(entry -> opened(entry, available.openSequence(entry)));
      this.chatReads = options.chatReads;
      this.chat =
          available.chat().map(entry -> openedChat(entry, available.openChat(entry, this::title)));
      this.titles = chat.map(ItemTitles::new);
      this.neighbours = new TextNeighbours(index::view);
      List<Scorer> scorers = new ArrayList<>();
      ranker.ifPresent(r -> scorers.add(new NewItems(new SequenceScorer(r), neighbours, turns)));
      embedder.ifPresent(e -> scorers.add(new SemanticScorer(e, Optional.of(bridge), turns)));
      titles.ifPresent(t -> scorers.add(generative(t)));
      this.pretrained = List.copyOf(scorers);
      this.weights = InstanceFiles.readWeights(options);
      this.trained = new TrainedScorers(options.data, items);
      trained.load();
      this.recommender = recommenderWith(trained.scorers(counts, neighbours, turns));
      this.sessions = new SessionRepository(database);
      this.search = new ItemSearch(catalog, index, embedder, Optional.of(bridge), turns);
      this.knowledge = knowledge(options, embedderEntry, documents, database);
      this.answers = new Answers(knowledge, catalog, index, embedder, generator());
      this.explainer =
          new Explainer(
              new Attributor(recommender), index, Optional.of(this::passages), generator());
    } catch (RuntimeException | Error e) {
      closeAfter(e);
      throw e;
    }
  }

  /** Opens the instance in {@code options.data}, creating it where there is none. */
  static Instance open(InstanceOptions options) {
    options.check();
    return new Instance(options);
  }

  LiveCatalog catalog() {
    return catalog;
  }

  InteractionLog log() {
    return log;
  }

  /** The store as a whole. */
  WholeStore store() {
    return store;
  }

  /** Spanish in English words. */
  SpanishBridge bridge() {
    return bridge;
  }

  Users users() {
    return users;
  }

  InteractionRepository interactions() {
    return interactions;
  }

  Recommender recommender() {
    return recommender;
  }

  /**
   * What serves, with other scorers in the place of those that are made of the whole log: for
   * evaluation, which may only learn from a part of it.
   */
  Recommender recommenderWith(List<Scorer> learnt) {
    return recommenderWith(learnt, weights);
  }

  /** The same with other weights in {@code auto}. */
  Recommender recommenderWith(List<Scorer> learnt, FusionWeights with) {
    List<Scorer> scorers = new ArrayList<>(pretrained);
    scorers.addAll(learnt);
    return new Recommender(
        catalog, index, log, users, scorers, with, titles.map(Verbalizer::new), turns);
  }

  /** What is shown from now on, and what comes of it. */
  Impressions impressions(Set<String> conversions, Duration kept) {
    return new Impressions(shown, conversions, kept);
  }

  /** How many bytes the store has on disk. */
  long storeBytes() {
    return storeBytes.getAsLong();
  }

  /** The weights in force. */
  FusionWeights weights() {
    return weights;
  }

  /** The names of the scorers in {@code auto} whose models are files. */
  List<String> pretrained() {
    return pretrained.stream().filter(s -> !s.isOnDemand()).map(Scorer::name).toList();
  }

  ItemIndex index() {
    return index;
  }

  /** In which requests are computed. */
  Turns turns() {
    return turns;
  }

  /** In whose light scorers see items they do not know. */
  TextNeighbours neighbours() {
    return neighbours;
  }

  /**
   * The live ordinals the sequence model has no token for.
   *
   * @throws IllegalArgumentException when there is no sequence model
   */
  BitSet itemsWithoutToken() {
    SequenceRanker model =
        ranker.orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--cold-items needs a sequence model, and none is loaded for this catalogue"));
    BitSet items = catalog.snapshot().live();
    model.items().ids().forEach(id -> catalog.snapshot().ordinal(id).ifPresent(items::clear));
    return items;
  }

  ItemSearch search() {
    return search;
  }

  Explainer explainer() {
    return explainer;
  }

  /** Conversations on what serves, kept within {@code limits}. */
  Conversations conversations(Conversations.Limits limits) {
    Moods moods = Moods.standard();
    return new Conversations(
        sessions,
        new CatalogueUnderstanding(
            catalog::snapshot, catalog::schema, chatReads ? generator() : Optional.empty()),
        recommender,
        catalog,
        index,
        log,
        moods,
        Optional.of(new MeasuredReasons(explainer)),
        limits,
        InstantSource.system());
  }

  /** By the tokens of items, where the chat model was trained on this catalogue; else by titles. */
  private Scorer generative(ItemTitles titles) {
    ChatModel model = chat.orElseThrow();
    ItemTokenCoverage coverage = ItemTokenCoverage.of(model, catalog.snapshot());
    coverage.warning().ifPresent(warning -> LOG.log(Level.WARNING, warning));
    return coverage.isOfThisCatalogue()
        ? new NewItems(new ItemTokenScorer(model), neighbours, turns)
        : new GenerativeScorer(titles);
  }

  /** The chat model as what writes. */
  private Optional<TextGenerator> generator() {
    return chat.map(TextGenerator.class::cast);
  }

  private List<Passages.Passage> passages(String itemId, Optional<String> wish, int count) {
    return knowledge.about(itemId, wish.orElse(""), count).stream()
        .map(passage -> new Passages.Passage(passage.documentId(), passage.text()))
        .toList();
  }

  /** What wishes in words can be asked of. */
  WishRankings wishRankings() {
    return new WishRankings(search, recommender, catalog, index, embedder, bridge);
  }

  Knowledge knowledge() {
    return knowledge;
  }

  Answers answers() {
    return answers;
  }

  List<LoadedModel> models() {
    return List.copyOf(models);
  }

  Optional<SentenceEmbedder> embedder() {
    return embedder;
  }

  Optional<ChatModel> chat() {
    return chat;
  }

  Optional<SequenceRanker> ranker() {
    return ranker;
  }

  /** The queues of the models there are. */
  List<QueueUse> queues() {
    return Stream.of(
            ranker.map(SequenceRanker::queue),
            embedder.map(SentenceEmbedder::queue),
            chat.map(ChatModel::queue))
        .flatMap(Optional::stream)
        .toList();
  }

  TrainedScorers trained() {
    return trained;
  }

  /** The documents; the language model that words answers is given to {@link Answers}. */
  private Knowledge knowledge(
      InstanceOptions options,
      Optional<ModelEntry> embedderEntry,
      DocumentRepository documents,
      Database database) {
    String key =
        embedderEntry.map(ModelEntry::sha256).orElse("none") + ":passage-" + Passage.VERSION;
    PassageIndex passages =
        opened(
            PassageIndex.open(
                options.data.resolve("passages").resolve(vectors(embedderEntry)),
                key + of(database),
                ItemIndex.EXACT_BELOW));
    return new Knowledge(
        documents,
        passages,
        embedder,
        new EmbeddingRepository(database, key),
        catalog::snapshot,
        options.documentsInItems ? catalog::reindex : item -> {});
  }

  /** What an index is made from: under another store's it would miss changes. */
  private static String of(Database database) {
    return ":store-" + database.identity();
  }

  /** One folder for each embedder, so that trying another does not cost the index of the first. */
  private static Path indexFolder(InstanceOptions options, Optional<ModelEntry> embedder) {
    String found = ItemText.VERSION + (options.documentsInItems ? "-documents" : "");
    return options.data.resolve("index").resolve(vectors(embedder) + "-" + found);
  }

  private static String vectors(Optional<ModelEntry> embedder) {
    return embedder.map(e -> e.sha256().substring(0, SHORT_HASH)).orElse("without-vectors");
  }

  /** On a thread of its own: those of the common pool parse the catalogue. */
  private static <T> CompletableFuture<T> beside(Supplier<T> work) {
    return CompletableFuture.supplyAsync(
        work, task -> Thread.ofPlatform().name("opening").daemon().start(task));
  }

  /** What came of it, if anything did. */
  private static <T> Optional<T> after(CompletableFuture<T> loading) {
    return loading.handle((value, failure) -> Optional.ofNullable(value)).join();
  }

  /** The result, or the failure as it was thrown. */
  private static <T> T loaded(CompletableFuture<T> loading) {
    try {
      return loading.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private Optional<String> title(String itemId) {
    CatalogSnapshot snapshot = catalog.snapshot();
    OptionalInt ordinal = snapshot.ordinal(itemId);
    return ordinal.isPresent()
        ? Optional.of(snapshot.item(ordinal.getAsInt()).title())
        : Optional.empty();
  }

  private <T extends AutoCloseable> T opened(ModelEntry entry, T model) {
    models.add(InstanceModels.describe(entry, 0));
    return opened(model);
  }

  private ChatModel openedChat(ModelEntry entry, ChatModel model) {
    models.add(InstanceModels.describe(entry, model.gpuLayers()));
    return opened(model);
  }

  private <T extends AutoCloseable> T opened(T resource) {
    open.push(resource);
    return resource;
  }

  /** Closes what was opened before wiring failed. */
  private void closeAfter(Throwable failure) {
    try {
      close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public void close() {
    List<Exception> failures = new ArrayList<>();
    for (AutoCloseable resource : open) {
      try {
        resource.close();
      } catch (Exception e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      IllegalStateException failure =
          new IllegalStateException("closing failed", failures.getFirst());
      failures.stream().skip(1).forEach(failure::addSuppressed);
      throw failure;
    }
  }
}
