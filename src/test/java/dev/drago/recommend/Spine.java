package dev.drago.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.CatalogSnapshot;
import dev.drago.catalog.Item;
import dev.drago.catalog.ItemText;
import dev.drago.index.Filter;
import dev.drago.index.IndexView;
import dev.drago.index.ItemIndex;
import dev.drago.inference.SentenceEmbedder;
import dev.drago.store.Database;
import dev.drago.store.EmbeddingRepository;
import dev.drago.store.ItemRepository;
import dev.drago.store.ItemRepository.Written;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** Store, index and catalogue of one folder, wired as an instance wires them. */
final class Spine implements AutoCloseable {

  final Database database;
  final ItemRepository items;
  final EmbeddingRepository embeddings;
  final ItemIndex index;
  final LiveCatalog catalog;
  private final Optional<SentenceEmbedder> embedder;

  Spine(Path folder, Optional<SentenceEmbedder> embedder) {
    this(folder, embedder, embedder.isPresent() ? "tiny" : "none");
  }

  Spine(Path folder, Optional<SentenceEmbedder> embedder, String key) {
    this.embedder = embedder;
    this.database = Database.open(folder.resolve("drago.db"));
    this.items = new ItemRepository(database);
    this.embeddings = new EmbeddingRepository(database, key);
    AtomicReference<CatalogSchema> schema = new AtomicReference<>(items.schema());
    this.index = ItemIndex.open(folder.resolve("index"), schema::get, key, ItemIndex.EXACT_BELOW);
    this.catalog = new LiveCatalog(items, index, embedder, embeddings, schema);
  }

  static Item item(int n, String title) {
    return new Item("i" + n, title, "", Map.of());
  }

  /** Items i0, i1, … of these numbers. */
  static List<Item> items(int from, int to) {
    return IntStream.range(from, to).mapToObj(n -> item(n, "good film " + n)).toList();
  }

  Written put(Item... given) {
    return catalog.put(List.of(given), schemaWith(given));
  }

  Written store(Item... given) {
    return catalog.store(List.of(given), schemaWith(given));
  }

  private CatalogSchema schemaWith(Item... given) {
    CatalogSchema schema = catalog.schema();
    for (Item item : given) {
      schema = schema.merge(schema.addedBy(item));
    }
    return schema;
  }

  int[] matching(String filter) {
    try (IndexView view = index.view()) {
      return view.ordinals(index.filter(filter)).stream().toArray();
    }
  }

  /** Snapshot and index hold what the store holds, with its vectors. */
  void requireAgreement() {
    CatalogSnapshot now = catalog.snapshot();
    List<CatalogSnapshot.Change> stored = new ArrayList<>();
    items.changesAfter(-1, stored::add);
    assertThat(now.version()).isEqualTo(items.version());
    assertThat(now.size()).isEqualTo(stored.size());
    try (IndexView view = index.view()) {
      assertThat(view.ordinals(Filter.everything())).isEqualTo(now.live());
      for (CatalogSnapshot.Change row : stored) {
        Item item = row.item();
        assertThat(now.isLive(row.ordinal())).isEqualTo(item != null);
        if (item == null) {
          continue;
        }
        assertThat(now.item(row.ordinal())).isEqualTo(item);
        assertThat(view.ordinals(index.filter("title:\"" + item.title() + "\"")).get(row.ordinal()))
            .as("the index has %s", item)
            .isTrue();
        if (embedder.isPresent()) {
          assertThat(view.vector(row.ordinal()).orElseThrow())
              .as("the vector of %s", item)
              .containsExactly(embeddings.find(ItemText.of(item)).orElseThrow());
        }
      }
    }
    assertThat(index.version()).isEqualTo(items.version());
    assertThat(catalog.behind()).isZero();
  }

  @Override
  public void close() {
    index.close();
    database.close();
  }
}
