package dev.drago.index;

import dev.drago.document.Passage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;

/**
 * The Lucene index of the passages of all documents: vectors and words. Derived from the store as
 * {@link ItemIndex} is: a commit carries the number of the last change of a document that it holds
 * and the key of the embedder, and another embedder means to start from nothing.
 */
public final class PassageIndex implements AutoCloseable {

  /** A passage and its vector, which is empty where there is no embedder. */
  public record Entry(Passage passage, float[] vector) {}

  private static final String VERSION = "drago.version";
  private static final String EMBEDDER = "drago.embedder";

  private final FSDirectory directory;
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private final String embedder;
  private final int exactBelow;
  private volatile long version;

  private PassageIndex(
      FSDirectory directory, IndexWriter writer, String embedder, int exactBelow, long version)
      throws IOException {
    this.directory = directory;
    this.writer = writer;
    this.embedder = embedder;
    this.exactBelow = exactBelow;
    this.version = version;
    this.searchers = new SearcherManager(writer, null);
  }

  /**
   * Opens the index in {@code folder}; an absent one, or one made by another embedder, starts empty
   * at version 0.
   *
   * @param embedder the key of what makes the vectors: model checksum and version of the passages
   * @param exactBelow with fewer passages every one is compared with, with more the graph is walked
   */
  public static PassageIndex open(Path folder, String embedder, int exactBelow) {
    IndexWriterConfig config =
        new IndexWriterConfig(PassageFields.analyzer())
            .setRAMBufferSizeMB(32)
            .setCodec(WideVectors.codec());
    try {
      FSDirectory directory = FSDirectory.open(folder);
      IndexWriter writer = new IndexWriter(directory, config);
      long version = 0;
      Iterable<Map.Entry<String, String>> data = writer.getLiveCommitData();
      for (Map.Entry<String, String> entry :
          data == null ? List.<Map.Entry<String, String>>of() : data) {
        if (entry.getKey().equals(VERSION)) {
          version = Long.parseLong(entry.getValue());
        }
        if (entry.getKey().equals(EMBEDDER) && !entry.getValue().equals(embedder)) {
          writer.deleteAll();
          version = 0;
          break;
        }
      }
      return new PassageIndex(directory, writer, embedder, exactBelow, version);
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

  /** The number of the last change applied; 0 for an empty index. */
  public long version() {
    return version;
  }

  /**
   * What a document has from now on; nothing, where it is gone. Seen after {@link #refresh}, kept
   * after {@link #commit}.
   *
   * @param version the change up to which the index has everything now
   */
  public void replace(String documentId, List<Entry> passages, long version) {
    try {
      Term document = new Term(PassageFields.DOCUMENT, documentId);
      if (passages.isEmpty()) {
        writer.deleteDocuments(document);
      } else {
        writer.updateDocuments(
            document,
            passages.stream()
                .map(entry -> PassageFields.document(entry.passage(), entry.vector()))
                .toList());
      }
      this.version = version;
    } catch (IOException e) {
      throw new UncheckedIOException("the index could not be written: " + e.getMessage(), e);
    }
  }

  /** Forgets everything: an empty index at version 0. */
  public void clear() {
    try {
      writer.deleteAll();
      version = 0;
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
  public PassageView view() {
    try {
      IndexSearcher searcher = searchers.acquire();
      return new PassageView(searcher, exactBelow, () -> release(searcher));
    } catch (IOException e) {
      throw new UncheckedIOException("the index could not be read: " + e.getMessage(), e);
    }
  }

  private void release(IndexSearcher searcher) {
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
