package dev.drago.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;

/**
 * A Lucene index that is derived from the store, in a folder of its own. A commit carries the
 * number of the last change applied and the key of the embedder; another embedder means to start
 * from nothing.
 *
 * <p>Threads that read are never interrupted: Lucene would close the mapped files under everyone.
 */
final class IndexFolder implements AutoCloseable {

  /**
   * What it holds.
   *
   * @param embedder the key of what makes the vectors
   * @param ramMegabytes what is gathered in memory before a segment is written
   * @param empty the version of an empty index
   */
  record Content(
      Analyzer analyzer,
      String embedder,
      int ramMegabytes,
      long empty,
      SearcherFactory searchers) {}

  /** A change of the index. */
  @FunctionalInterface
  interface Writing {
    void to(IndexWriter writer) throws IOException;
  }

  private static final String VERSION = "drago.version";
  private static final String EMBEDDER = "drago.embedder";

  private final FSDirectory directory;
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private final Content content;
  private volatile long version;

  private IndexFolder(FSDirectory directory, IndexWriter writer, Content content, long version)
      throws IOException {
    this.directory = directory;
    this.writer = writer;
    this.content = content;
    this.version = version;
    this.searchers = new SearcherManager(writer, content.searchers());
  }

  /** Opens the index; an absent one, or one made by another embedder, starts empty. */
  static IndexFolder open(Path folder, Content content) {
    IndexWriterConfig config =
        new IndexWriterConfig(content.analyzer())
            .setRAMBufferSizeMB(content.ramMegabytes())
            .setCodec(WideVectors.codec());
    try {
      FSDirectory directory = FSDirectory.open(folder);
      IndexWriter writer = new IndexWriter(directory, config);
      long version = content.empty();
      for (Map.Entry<String, String> entry : liveCommitData(writer)) {
        if (entry.getKey().equals(VERSION)) {
          version = Long.parseLong(entry.getValue());
        }
        if (entry.getKey().equals(EMBEDDER) && !entry.getValue().equals(content.embedder())) {
          writer.deleteAll();
          version = content.empty();
          break;
        }
      }
      return new IndexFolder(directory, writer, content, version);
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

  /** The number of the last change applied. */
  long version() {
    return version;
  }

  /** Changes the index, which has everything up to {@code version} then. */
  void write(Writing change, long version) {
    try {
      change.to(writer);
      this.version = version;
    } catch (IOException e) {
      throw new UncheckedIOException("the index could not be written: " + e.getMessage(), e);
    }
  }

  /** Forgets everything. */
  void clear() {
    write(IndexWriter::deleteAll, content.empty());
    refresh();
  }

  /** Makes what was written visible to who acquires a searcher next. */
  void refresh() {
    try {
      searchers.maybeRefreshBlocking();
    } catch (IOException e) {
      throw new UncheckedIOException("the index could not be refreshed: " + e.getMessage(), e);
    }
  }

  /** Merges everything into one segment. */
  void merge() {
    try {
      writer.forceMerge(1);
    } catch (IOException e) {
      throw new UncheckedIOException("the index could not be merged: " + e.getMessage(), e);
    }
  }

  /** Makes what was written durable. */
  void commit() {
    try {
      writer.setLiveCommitData(
          Map.of(VERSION, Long.toString(version), EMBEDDER, content.embedder()).entrySet());
      writer.commit();
    } catch (IOException e) {
      throw new UncheckedIOException("the index could not be committed: " + e.getMessage(), e);
    }
  }

  /** A searcher of one moment, to be {@link #release released}. */
  IndexSearcher acquire() {
    try {
      return searchers.acquire();
    } catch (IOException e) {
      throw new UncheckedIOException("the index could not be read: " + e.getMessage(), e);
    }
  }

  void release(IndexSearcher searcher) {
    try {
      searchers.release(searcher);
    } catch (IOException e) {
      throw new UncheckedIOException("the index could not be released", e);
    }
  }

  /** Makes what was written durable, and closes it. */
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
