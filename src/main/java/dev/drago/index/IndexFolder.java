package dev.drago.index;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.drago.file.AtomicFile;
import dev.drago.file.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.store.AlreadyClosedException;

/**
 * A derived index and what comes after it. Each {@link IndexGeneration generation} is a folder in
 * this one; the file {@code current} names the one in force, and a {@link #successor} is filled
 * while that one serves, and takes its place in one step. What is left of one that never did is
 * deleted at the next opening.
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

  /** A searcher, and the generation that it is given back to. */
  record Acquired(IndexSearcher searcher, Runnable release) {}

  private static final String CURRENT = "current";
  private static final String FIRST = "1";
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
  private static final Logger LOG = System.getLogger("dev.drago.index");

  private final Path path;
  private final Content content;
  private final AtomicReference<IndexGeneration> current;

  private IndexFolder(Path path, Content content, IndexGeneration current) {
    this.path = path;
    this.content = content;
    this.current = new AtomicReference<>(current);
  }

  /** Opens what is in force; an absent or damaged one, or one of another embedder, starts empty. */
  static IndexFolder open(Path path, Content content) {
    try {
      Path mark = path.resolve(CURRENT);
      String name = Files.exists(mark) ? Files.readString(mark, ISO_8859_1).strip() : FIRST;
      if (!NUMBER.matcher(name).matches()) {
        LOG.log(Level.WARNING, "{0} names no index; it is built anew from the store", mark);
        Files.delete(mark);
        name = FIRST;
        Folders.delete(path.resolve(name));
      }
      IndexGeneration opened = IndexGeneration.open(path.resolve(name), content);
      for (Path other : entries(path)) { // its lock is ours now: nobody else builds here
        if (!other.equals(mark) && !other.equals(opened.folder())) {
          Folders.delete(other);
        }
      }
      return new IndexFolder(path, content, opened);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the index in %s could not be opened: %s".formatted(path, e.getMessage()), e);
    }
  }

  private static List<Path> entries(Path path) throws IOException {
    try (Stream<Path> entries = Files.list(path)) {
      return entries.toList();
    }
  }

  /**
   * What is to take the place of this one: empty, or, where this one is broken, as it was at its
   * last commit. Closed without {@link #promote} it changes nothing.
   */
  IndexFolder successor() {
    IndexGeneration now = current.get();
    Path folder = now.folder();
    if (!now.isBroken()) {
      int number = Integer.parseInt(now.folder().getFileName().toString()) + 1;
      folder = path.resolve(Integer.toString(number));
      try {
        Folders.delete(folder);
      } catch (IOException e) {
        throw new IndexException(
            "the folder %s is in the way and cannot be deleted: %s".formatted(folder, e), e);
      }
    }
    return new IndexFolder(path, content, IndexGeneration.open(folder, content));
  }

  /** From now on this is what {@code successor} is. Whoever reads what was before may go on. */
  void promote(IndexFolder successor) {
    IndexGeneration next = successor.current.get();
    next.commit();
    next.refresh();
    IndexGeneration before = current.get();
    boolean moved = !next.folder().equals(before.folder());
    try {
      if (moved) {
        AtomicFile.write(path.resolve(CURRENT), next.folder().getFileName() + "\n");
      }
    } catch (IOException e) {
      throw new IndexException("the new index could not be taken: " + e.getMessage(), e);
    }
    current.set(next);
    try {
      before.discard();
      if (moved) {
        Folders.delete(before.folder());
      }
    } catch (IOException e) { // the new one is in force; the next opening deletes what is left
      LOG.log(Level.WARNING, "the index before could not be deleted: " + e.getMessage());
    }
  }

  /** Closes a successor; unless it was promoted to {@code heir} its folder goes too. */
  void closeUnlessPromotedTo(IndexFolder heir) {
    IndexGeneration mine = current.get();
    IndexGeneration theirs = heir.current.get();
    if (mine == theirs) {
      return;
    }
    mine.close();
    if (!mine.folder().equals(theirs.folder())) {
      try {
        Folders.delete(mine.folder());
      } catch (IOException e) {
        throw new IndexException("what was given up could not be deleted: " + e.getMessage(), e);
      }
    }
  }

  /** Whether it can be read but not written until a {@link #successor} takes its place. */
  boolean isBroken() {
    return current.get().isBroken();
  }

  /** How many bytes the files of the one in force have. */
  long bytes() {
    return current.get().bytes();
  }

  /** The number of the last change applied. */
  long version() {
    return current.get().version();
  }

  /** Changes the index, which has everything up to {@code version} then. */
  void write(Writing change, long version) {
    current.get().write(change, version);
  }

  /** Forgets everything. */
  void clear() {
    current.get().clear();
  }

  /** Makes what was written visible to who acquires a searcher next. */
  void refresh() {
    current.get().refresh();
  }

  /** Merges everything into one segment. */
  void merge() {
    current.get().merge();
  }

  /** Makes what was written durable. */
  void commit() {
    current.get().commit();
  }

  /** A searcher of one moment; release it. */
  Acquired acquire() {
    while (true) {
      IndexGeneration now = current.get();
      try {
        IndexSearcher searcher = now.acquire();
        return new Acquired(searcher, () -> now.release(searcher));
      } catch (AlreadyClosedException e) {
        if (now == current.get()) {
          throw e; // else another took its place in between
        }
      }
    }
  }

  /** Makes what was written durable, and closes it. */
  @Override
  public void close() {
    current.get().close();
  }
}
