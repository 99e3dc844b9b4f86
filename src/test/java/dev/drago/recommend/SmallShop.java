package dev.drago.recommend;

import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.Item;
import dev.drago.index.Filter;
import dev.drago.index.ItemIndex;
import dev.drago.inference.SentenceEmbedder;
import dev.drago.inference.Turns;
import dev.drago.interaction.Interaction;
import dev.drago.scoring.FusionWeights;
import dev.drago.scoring.FusionWeights.Knot;
import dev.drago.scoring.FusionWeights.Mix;
import dev.drago.scoring.ItemCounts;
import dev.drago.scoring.PopularityScorer;
import dev.drago.scoring.Scorer;
import dev.drago.scoring.Verbalizer;
import dev.drago.store.Database;
import dev.drago.store.EmbeddingRepository;
import dev.drago.store.InteractionRepository;
import dev.drago.store.ItemRepository;
import dev.drago.store.UserRepository;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** A catalogue, its log, its index and a recommender on them, wired as in service. */
final class SmallShop implements AutoCloseable {

  private static final FusionWeights WEIGHTS =
      new FusionWeights(
          "a test",
          List.of(
              new Mix(
                  List.of("sequence", "semantic", "popularity"),
                  List.of(
                      new Knot(0, Map.of("sequence", 0.5, "popularity", 1.0)),
                      new Knot(1, Map.of("sequence", 1.0, "semantic", 0.1, "popularity", 0.15))))),
          Map.of("semantic", 1.0, "sequence", 0.1, "popularity", 0.05),
          Map.of("semantic", 1.0));

  private final Database database;
  private final ItemIndex index;
  private final LiveCatalog catalog;
  private final InteractionLog log;
  private final ItemCounts counts = new ItemCounts(new long[0]);
  private final Recommender recommender;
  private final ItemSearch search;

  /** The popularity scorer comes after {@code scorers}. */
  SmallShop(Path folder, Optional<SentenceEmbedder> embedder, List<Scorer> scorers) {
    this(folder, embedder, scorers, Optional.empty());
  }

  SmallShop(
      Path folder,
      Optional<SentenceEmbedder> embedder,
      List<Scorer> scorers,
      Optional<Verbalizer> verbalizer) {
    this.database = Database.open(folder.resolve("shop.db"));
    ItemRepository items = new ItemRepository(database);
    AtomicReference<CatalogSchema> schema = new AtomicReference<>(items.schema());
    this.index =
        ItemIndex.open(folder.resolve("index"), schema::get, "test", ItemIndex.EXACT_BELOW);
    this.catalog =
        new LiveCatalog(items, index, embedder, new EmbeddingRepository(database, "test"), schema);
    this.log = new InteractionLog(new InteractionRepository(database), catalog::snapshot, counts);
    Users users =
        new Users(new UserRepository(database), log, catalog::snapshot, index, erased -> {});
    List<Scorer> all = new ArrayList<>(scorers);
    all.add(new PopularityScorer(counts));
    this.recommender =
        new Recommender(catalog, index, log, users, all, WEIGHTS, verbalizer, Turns.ofProcessors());
    this.search = new ItemSearch(catalog, index, embedder, Turns.ofProcessors());
  }

  SmallShop put(Item... items) {
    for (Item item : items) {
      catalog.put(List.of(item), CatalogSchema.of(item));
    }
    return this;
  }

  SmallShop delete(String id) {
    catalog.delete(id);
    return this;
  }

  /** A user takes items, one after the other. */
  SmallShop take(String user, String... ids) {
    log.append(Stream.of(ids).map(id -> Interaction.of(user, id)).toList());
    return this;
  }

  /** An item gets as many interactions, each of another user. */
  SmallShop popular(String id, int times) {
    for (int i = 0; i < times; i++) {
      take("fan-" + i + "-of-" + id, id);
    }
    return this;
  }

  Filter filter(String attribute, String value) {
    return index.value(attribute, value);
  }

  ItemIndex index() {
    return index;
  }

  LiveCatalog catalog() {
    return catalog;
  }

  Recommender recommender() {
    return recommender;
  }

  ItemSearch search() {
    return search;
  }

  Recommendation ask(Ask ask) {
    return recommender.recommend(ask.request());
  }

  /** The ids of the answer. */
  List<String> ids(Ask ask) {
    return ask(ask).items().stream().map(ranked -> ranked.item().id()).toList();
  }

  @Override
  public void close() {
    index.close();
    database.close();
  }
}
