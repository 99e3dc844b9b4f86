package dev.drago.index;

import dev.drago.file.Folders;
import dev.drago.index.IndexFolder.Content;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;

/**
 * One Lucene index that is derived from the store, in a folder of its own. A commit carries the
 * number of the last change applied and the key of the embedder; another embedder means to start
 * from nothing, and so does damage.
 *
 * <p>After a write that failed half-way, as on a full disk, Lucene has closed the writer: the index
 * {@link #isBroken}. What is visible stays so; to write again, open the folder again, which then is
 * as it was at the last commit.
 *
 * <p>Threads that read are never interrupted: Lucene would close the mapped files under everyone.
 */
final class IndexGeneration implements AutoCloseable {

  private static final Logger LOG = System.getLogger("dev.drago.index");
  private static final String VERSION = "drago.version";
  private static final String EMBEDDER = "drago.embedder";

  private final Path folder;
  private final FSDirectory directory;
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private final Content content;
  private volatile long version;
  private volatile long committed;

  private IndexGeneration(
      Path folder, FSDirectory directory, IndexWriter writer, Content content, long version)
      throws IOException {
    this.folder = folder;
    this.directory = directory;
    this.writer = writer;
    this.content = content;
    this.version = version;
    this.committed = version;
    this.searchers = new SearcherManager(writer, content.searchers());
  }

  /**
   * Opens the index; an absent one, a damaged one, or one made by another embedder starts empty.
   */
  static IndexGeneration open(Path folder, Content content) {
    try {
      Optional<String> damage = damage(folder);
      if (damage.isPresent()) {
        LOG.log(
            Level.WARNING,
            "the index in {0} is damaged and is built anew from the store: {1}",
            folder,
            damage.get());
        Folders.delete(folder);
      }
      return openSound(folder, content);
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

  private static IndexGeneration openSound(Path folder, Content content) throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig(content.analyzer())
            .setRAMBufferSizeMB(content.ramMegabytes())
            .setCodec(WideVectors.codec());
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
    return new IndexGeneration(folder, directory, writer, content, version);
  }

  /**
   * What is wrong with the last commit, if anything: every byte of it is read and held against its
   * checksum, which costs what reading the files costs.
   */
  private static Optional<String> damage(Path folder) throws IOException {
    if (!Files.isDirectory(folder) || Folders.isEmpty(folder)) {
      return Optional.empty();
    }
    try (FSDirectory directory = FSDirectory.open(folder)) {
      if (!DirectoryReader.indexExists(directory)) {
        boolean segments = Stream.of(directory.listAll()).anyMatch(name -> name.startsWith("_"));
        return segments
            ? Optional.of("it has no list of segments, as after a first run that was killed")
            : Optional.empty();
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        for (LeafReaderContext leaf : reader.leaves()) {
          leaf.reader().checkIntegrity();
        }
        return Optional.empty();
      }
    } catch (CorruptIndexException
        | IndexFormatTooOldException
        | IndexFormatTooNewException
        | NoSuchFileException
        | FileNotFoundException
        | EOFException
        | IllegalArgumentException e) { // the last: a codec that this Lucene does not have
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static Iterable<Map.Entry<String, String>> liveCommitData(IndexWriter writer) {
    Iterable<Map.Entry<String, String>> data = writer.getLiveCommitData();
    return data == null ? List.of() : data;
  }

  Path folder() {
    return folder;
  }

  /** The number of the last change applied. */
  long version() {
    return version;
  }

  /** How many bytes its files have. */
  long bytes() {
    try {
      long bytes = 0;
      for (String file : directory.listAll()) {
        bytes += length(file);
      }
      return bytes;
    } catch (IOException | AlreadyClosedException e) {
      throw new IndexException("the index could not be measured: " + e.getMessage(), e);
    }
  }

  private long length(String file) throws IOException {
    try {
      return directory.fileLength(file);
    } catch (NoSuchFileException e) {
      return 0; // merged away in between
    }
  }

  /** Whether it can be read but never written again. */
  boolean isBroken() {
    return !writer.isOpen();
  }

  /** Changes the index, which has everything up to {@code version} then. */
  void write(IndexFolder.Writing change, long version) {
    doing(
        "written",
        () -> {
          change.to(writer);
          this.version = version;
        });
  }

  /** Forgets everything. */
  void clear() {
    write(IndexWriter::deleteAll, content.empty());
    refresh();
  }

  /** Makes what was written visible to who acquires a searcher next. */
  void refresh() {
    doing("refreshed", searchers::maybeRefreshBlocking);
  }

  /** Merges everything into one segment. */
  void merge() {
    doing("merged", () -> writer.forceMerge(1));
  }

  /** Makes what was written durable. */
  void commit() {
    doing(
        "committed",
        () -> {
          long upTo = version; // before: more may be written meanwhile
          if (upTo == committed && !writer.hasUncommittedChanges()) {
            return;
          }
          writer.setLiveCommitData(
              Map.of(VERSION, Long.toString(upTo), EMBEDDER, content.embedder()).entrySet());
          writer.commit();
          committed = upTo;
        });
  }

  /** A searcher of one moment, to be {@link #release released}, also after {@link #close}. */
  IndexSearcher acquire() {
    try {
      return searchers.acquire();
    } catch (IOException e) {
      throw new IndexException("the index could not be read: " + e.getMessage(), e);
    }
  }

  void release(IndexSearcher searcher) {
    doing("released", () -> searchers.release(searcher));
  }

  /** Something that Lucene does with files. */
  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  private void doing(String what, Work work) {
    try {
      work.run();
    } catch (IOException | AlreadyClosedException e) {
      Throwable cause = writer.getTragicException();
      String why = String.valueOf((cause == null ? e : cause).getMessage());
      throw new IndexException("the index could not be %s: %s".formatted(what, why), e);
    }
  }

  /** Closes it without a word more to the disk: another one has taken its place. */
  void discard() throws IOException {
    try (directory;
        searchers) {
      writer.rollback();
    }
  }

  /** Makes what was written durable, and closes it. */
  @Override
  public void close() {
    try (directory;
        writer;
        searchers) {
      if (!isBroken()) {
        commit();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the index could not be closed: " + e.getMessage(), e);
    }
  }
}
