package dev.drago.index;

import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.Item;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.jspecify.annotations.Nullable;

/**
 * The Lucene index of one catalogue: one document an item, with its vector in an HNSW graph, its
 * words and its filterable attributes.
 *
 * <p>It is derived from the store. A commit carries the number of the last change applied and the
 * key of the embedder; whoever opens the index replays what is missing, or rebuilds it when the
 * embedder is another one. Changes are visible to the next {@link #view} after {@link #refresh},
 * and durable after {@link #commit}.
 *
 * <p>Threads that read are never interrupted: Lucene would close the mapped files under everyone.
 */
public final class ItemIndex implements AutoCloseable {

  /** What the index should hold for one item from now on; no item means it is gone. */
  public record Entry(int ordinal, String id, @Nullable Item item, float[] vector) {}

  /** Below this many items comparing with every one is as fast as the graph, and exact. */
  public static final int EXACT_BELOW = 10_000;

  private static final String VERSION = "drago.version";
  private static final String EMBEDDER = "drago.embedder";

  private final FSDirectory directory;
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private final Analyzer analyzer;
  private final FilterParser filters;
  private final Conditions conditions;
  private final Supplier<CatalogSchema> schema;
  private final String embedder;
  private final int exactBelow;
  private volatile long version;

  private ItemIndex(
      FSDirectory directory,
      IndexWriter writer,
      Analyzer analyzer,
      Supplier<CatalogSchema> schema,
      String embedder,
      int exactBelow,
      long version)
      throws IOException {
    this.directory = directory;
    this.writer = writer;
    this.analyzer = analyzer;
    this.filters = new FilterParser(analyzer);
    this.conditions = new Conditions(analyzer);
    this.schema = schema;
    this.embedder = embedder;
    this.exactBelow = exactBelow;
    this.version = version;
    this.searchers =
        new SearcherManager(
            writer,
            new SearcherFactory() {
              @Override
              public OrdinalSearcher newSearcher(
                  org.apache.lucene.index.IndexReader reader,
                  org.apache.lucene.index.@Nullable IndexReader previous)
                  throws IOException {
                return new OrdinalSearcher(reader);
              }
            });
  }

  /**
   * Opens the index in {@code folder}; an absent one, or one made by another embedder, starts empty
   * at version -1.
   *
   * @param schema the attribute types, asked at every use because they grow
   * @param embedder the key of what makes the vectors: model checksum and template version
   */
  public static ItemIndex open(
      Path folder, Supplier<CatalogSchema> schema, String embedder, int exactBelow) {
    Analyzer analyzer = Fields.analyzer(schema);
    IndexWriterConfig config =
        new IndexWriterConfig(analyzer).setRAMBufferSizeMB(64).setCodec(WideVectors.codec());
    try {
      FSDirectory directory = FSDirectory.open(folder);
      IndexWriter writer = new IndexWriter(directory, config);
      long version = -1;
      for (Map.Entry<String, String> entry : liveCommitData(writer)) {
        if (entry.getKey().equals(VERSION)) {
          version = Long.parseLong(entry.getValue());
        }
        if (entry.getKey().equals(EMBEDDER) && !entry.getValue().equals(embedder)) {
          writer.deleteAll();
          version = -1;
          break;
        }
      }
      return new ItemIndex(directory, writer, analyzer, schema, embedder, exactBelow, version);
    } catch (LockObtainFailedException e) {
      throw new UncheckedIOException(
          "the index in %s could not be opened: it is in use, by another Drago it seems"
              .formatted(folder),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the index in %s could not be opened: %s".formatted(folder, e.getMessage()), e);
    }
  }

  private static Iterable<Map.Entry<String, String>> liveCommitData(IndexWriter writer) {
    Iterable<Map.Entry<String, String>> data = writer.getLiveCommitData();
    return data == null ? List.of() : data;
  }

  /** The number of the last change applied; -1 for an empty index. */
  public long version() {
    return version;
  }

  /**
   * Applies changes up to {@code version}. Seen after {@link #refresh}, kept after {@link #commit}.
   */
  public void apply(List<Entry> entries, long version) {
    try {
      for (Entry entry : entries) {
        Term id = new Term(Fields.ID, entry.id());
        if (entry.item() == null) {
          writer.deleteDocuments(id);
        } else {
          add(id, entry, entry.item());
        }
      }
      this.version = version;
    } catch (IOException e) {
      throw new UncheckedIOException("the index could not be written: " + e.getMessage(), e);
    }
  }

  private void add(Term id, Entry entry, Item item) throws IOException {
    try {
      writer.updateDocument(id, Fields.document(entry.ordinal(), item, entry.vector()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "item '%s' does not fit into the index: %s".formatted(item.id(), e.getMessage()), e);
    }
  }

  /** Forgets everything: an empty index at version -1. */
  public void clear() {
    try {
      writer.deleteAll();
      version = -1;
    } catch (IOException e) {
      throw new UncheckedIOException("the index could not be written: " + e.getMessage(), e);
    }
    refresh();
  }

  /** Makes what was applied visible to the next {@link #view}. */
  public void refresh() {
    try {
      searchers.maybeRefreshBlocking();
    } catch (IOException e) {
      throw new UncheckedIOException("the index could not be refreshed: " + e.getMessage(), e);
    }
  }

  /** Merges everything into one segment, twice as fast to search; worth it after a bulk load. */
  public void merge() {
    try {
      writer.forceMerge(1);
    } catch (IOException e) {
      throw new UncheckedIOException("the index could not be merged: " + e.getMessage(), e);
    }
  }

  /** Makes what was applied durable. */
  public void commit() {
    try {
      writer.setLiveCommitData(
          Map.of(VERSION, Long.toString(version), EMBEDDER, embedder).entrySet());
      writer.commit();
    } catch (IOException e) {
      throw new UncheckedIOException("the index could not be committed: " + e.getMessage(), e);
    }
  }

  /** A consistent view; close it when done. */
  public IndexView view() {
    try {
      OrdinalSearcher searcher = (OrdinalSearcher) searchers.acquire();
      return new IndexView(searcher, analyzer, exactBelow, () -> release(searcher));
    } catch (IOException e) {
      throw new UncheckedIOException("the index could not be read: " + e.getMessage(), e);
    }
  }

  /** Reads a filter; a {@link FilterException} says in a sentence what is wrong with it. */
  public Filter filter(String expression) {
    return new Filter(filters.parse(expression, schema.get()));
  }

  /**
   * The items of which {@code attribute} has this value: a keyword without regard to case or
   * accents, a number, a date as {@code 2024-05-31}, the words of a text. A value that is none of
   * the attribute's type is met by no item.
   *
   * @throws FilterException when no item has such an attribute
   */
  public Filter value(String attribute, String value) {
    return new Filter(conditions.value(attribute, value, schema.get()));
  }

  /**
   * The items of which a number or date lies within bounds, which belong to it; a date counts in
   * days since 1970.
   *
   * @throws FilterException when no item has such an attribute
   */
  public Filter range(String attribute, OptionalDouble from, OptionalDouble to) {
    return new Filter(conditions.range(attribute, from, to, schema.get()));
  }

  private void release(OrdinalSearcher searcher) {
    try {
      searchers.release(searcher);
    } catch (IOException e) {
      throw new UncheckedIOException("the index could not be released", e);
    }
  }

  @Override
  public void close() {
    try (directory;
        writer;
        searchers) {
      commit();
    } catch (IOException e) {
      throw new UncheckedIOException("the index could not be closed: " + e.getMessage(), e);
    }
  }
}
