package dev.drago.conversation;

import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.Item;
import dev.drago.index.ItemIndex;
import dev.drago.inference.SentenceEmbedder;
import dev.drago.inference.Turns;
import dev.drago.interaction.Interaction;
import dev.drago.recommend.InteractionLog;
import dev.drago.recommend.LiveCatalog;
import dev.drago.recommend.Recommender;
import dev.drago.recommend.Users;
import dev.drago.scoring.FusionFile;
import dev.drago.scoring.ItemCounts;
import dev.drago.scoring.PopularityScorer;
import dev.drago.scoring.Scorer;
import dev.drago.scoring.SemanticScorer;
import dev.drago.store.Database;
import dev.drago.store.EmbeddingRepository;
import dev.drago.store.InteractionRepository;
import dev.drago.store.ItemRepository;
import dev.drago.store.SessionRepository;
import dev.drago.store.UserRepository;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** Conversations over a catalogue, wired as in service, with a clock of their own. */
final class Talk implements AutoCloseable {

  static final Duration IDLE = Duration.ofHours(24);

  final Database database;
  final SessionRepository store;
  final LiveCatalog catalog;
  final ItemIndex index;
  final InteractionLog log;
  final AtomicReference<Understanding> understanding = new AtomicReference<>();
  final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  final AtomicReference<Optional<Reasons.Reason>> reason = new AtomicReference<>(Optional.empty());
  final Conversations conversations;

  Talk(Path folder, List<Item> items, Optional<SentenceEmbedder> embedder, int most) {
    this.database = Database.open(folder.resolve("talk.db"));
    ItemRepository repository = new ItemRepository(database);
    AtomicReference<CatalogSchema> schema = new AtomicReference<>(repository.schema());
    this.index =
        ItemIndex.open(folder.resolve("index"), schema::get, "test", ItemIndex.EXACT_BELOW);
    this.catalog =
        new LiveCatalog(
            repository, index, embedder, new EmbeddingRepository(database, "test"), schema);
    catalog.store(
        items,
        items.stream().map(CatalogSchema::of).reduce(CatalogSchema.empty(), CatalogSchema::merge));
    catalog.catchUp(done -> {});
    ItemCounts counts = new ItemCounts(new long[0]);
    this.log = new InteractionLog(new InteractionRepository(database), catalog::snapshot, counts);
    Users users =
        new Users(new UserRepository(database), log, catalog::snapshot, index, erased -> {});
    List<Scorer> scorers = new ArrayList<>();
    embedder.ifPresent(e -> scorers.add(new SemanticScorer(e, Turns.ofProcessors())));
    scorers.add(new PopularityScorer(counts));
    this.store = new SessionRepository(database);
    this.conversations =
        new Conversations(
            store,
            (text, session) -> understanding.get().of(text, session),
            new Recommender(
                catalog,
                index,
                log,
                users,
                scorers,
                FusionFile.standard(),
                Optional.empty(),
                Turns.ofProcessors()),
            catalog,
            index,
            log,
            Moods.standard(),
            Optional.of(
                (item, asked, language) ->
                    reason.get().orElse(new Reasons.Reason(Optional.empty(), List.of()))),
            new Conversations.Limits(IDLE, most),
            (InstantSource) now::get);
  }

  void take(String user, String... ids) {
    log.append(Stream.of(ids).map(id -> Interaction.of(user, id)).toList());
  }

  String begin() {
    return conversations.begin(Optional.empty(), Optional.empty()).session().id();
  }

  /** A turn that is understood to say this. */
  Reply say(String id, Critique critique) {
    understanding.set(new Scripted(Map.of("what was said", critique)));
    return conversations.take(id, Optional.empty(), new Turn.Words("what was said"), 10);
  }

  static List<Item> items(Reply reply) {
    return reply.ranking().orElseThrow().items().stream().map(ranked -> ranked.item()).toList();
  }

  static List<String> ids(Reply reply) {
    return items(reply).stream().map(Item::id).toList();
  }

  static String text(Reply reply) {
    StringBuilder text = new StringBuilder();
    new TemplateWording().write(reply, text::append);
    return text.toString();
  }

  @Override
  public void close() {
    index.close();
    database.close();
  }
}
