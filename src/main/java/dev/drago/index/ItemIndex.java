package dev.drago.index;

import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.Item;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.SearcherFactory;
import org.jspecify.annotations.Nullable;

/**
 * The Lucene index of one catalogue: one document an item, with its vector in an HNSW graph, its
 * words and its filterable attributes.
 *
 * <p>It is derived from the store. A commit carries the number of the last change applied and the
 * key of the embedder; whoever opens the index replays what is missing, or rebuilds it when the
 * embedder is another one. Changes are visible to the next {@link #view} after {@link #refresh},
 * and durable after {@link #commit}.
 */
public final class ItemIndex implements AutoCloseable {

  /** What the index should hold for one item from now on; no item means it is gone. */
  public record Entry(int ordinal, String id, @Nullable Item item, float[] vector) {}

  /** Below this many items comparing with every one is as fast as the graph, and exact. */
  public static final int EXACT_BELOW = 10_000;

  private static final long EMPTY = -1;
  private static final int RAM_MEGABYTES = 64;

  private final IndexFolder folder;
  private final Analyzer analyzer;
  private final FilterParser filters;
  private final Conditions conditions;
  private final Supplier<CatalogSchema> schema;
  private final int exactBelow;

  private ItemIndex(
      IndexFolder folder, Analyzer analyzer, Supplier<CatalogSchema> schema, int exactBelow) {
    this.folder = folder;
    this.analyzer = analyzer;
    this.filters = new FilterParser(analyzer);
    this.conditions = new Conditions(analyzer);
    this.schema = schema;
    this.exactBelow = exactBelow;
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
    SearcherFactory searchers =
        new SearcherFactory() {
          @Override
          public OrdinalSearcher newSearcher(IndexReader reader, @Nullable IndexReader previous)
              throws IOException {
            return new OrdinalSearcher(reader);
          }
        };
    IndexFolder opened =
        IndexFolder.open(
            folder, new IndexFolder.Content(analyzer, embedder, RAM_MEGABYTES, EMPTY, searchers));
    return new ItemIndex(opened, analyzer, schema, exactBelow);
  }

  /** The number of the last change applied; -1 for an empty index. */
  public long version() {
    return folder.version();
  }

  /**
   * Applies changes up to {@code version}. Seen after {@link #refresh}, kept after {@link #commit}.
   */
  public void apply(List<Entry> entries, long version) {
    folder.write(
        writer -> {
          for (Entry entry : entries) {
            Term id = new Term(Fields.ID, entry.id());
            if (entry.item() == null) {
              writer.deleteDocuments(id);
            } else {
              add(writer, id, entry, entry.item());
            }
          }
        },
        version);
  }

  private static void add(IndexWriter writer, Term id, Entry entry, Item item) throws IOException {
    try {
      writer.updateDocument(id, Fields.document(entry.ordinal(), item, entry.vector()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "item '%s' does not fit into the index: %s".formatted(item.id(), e.getMessage()), e);
    }
  }

  /** Forgets everything: an empty index at version -1. */
  public void clear() {
    folder.clear();
  }

  /** Makes what was applied visible to the next {@link #view}. */
  public void refresh() {
    folder.refresh();
  }

  /** Merges everything into one segment, twice as fast to search; worth it after a bulk load. */
  public void merge() {
    folder.merge();
  }

  /** Makes what was applied durable. */
  public void commit() {
    folder.commit();
  }

  /** A consistent view; close it when done. */
  public IndexView view() {
    IndexFolder.Acquired acquired = folder.acquire();
    OrdinalSearcher searcher = (OrdinalSearcher) acquired.searcher();
    return new IndexView(searcher, analyzer, exactBelow, acquired.release());
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

  /** How many bytes its files have. */
  public long bytes() {
    return folder.bytes();
  }

  /** Whether it can be read but not written until a {@link #successor} takes its place. */
  public boolean isBroken() {
    return folder.isBroken();
  }

  /**
   * What is to take the place of this index: empty, or, where this one is broken, as it was at its
   * last commit. It is filled while this one serves, then {@link #promote promoted}, then closed
   * with {@link #closeSuccessor}. One at a time.
   */
  public ItemIndex successor() {
    return new ItemIndex(folder.successor(), analyzer, schema, exactBelow);
  }

  /** From now on this index is what {@code successor} is; open views stay as they are. */
  public void promote(ItemIndex successor) {
    folder.promote(successor.folder);
  }

  /** Ends with a successor; one that was not promoted is as if it had never been. */
  public void closeSuccessor(ItemIndex successor) {
    successor.folder.closeUnlessPromotedTo(folder);
  }

  @Override
  public void close() {
    folder.close();
  }
}
