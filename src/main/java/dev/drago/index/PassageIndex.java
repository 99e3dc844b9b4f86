package dev.drago.index;

import dev.drago.document.Passage;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.SearcherFactory;

/**
 * The Lucene index of the passages of all documents: vectors and words. Derived from the store as
 * {@link ItemIndex} is: a commit carries the number of the last change of a document that it holds
 * and the key of the embedder, and another embedder means to start from nothing.
 */
public final class PassageIndex implements AutoCloseable {

  /** A passage and its vector, which is empty where there is no embedder. */
  public record Entry(Passage passage, float[] vector) {}

  private static final int RAM_MEGABYTES = 32;
  private static final long EMPTY = 0;

  private final IndexFolder folder;
  private final int exactBelow;

  private PassageIndex(IndexFolder folder, int exactBelow) {
    this.folder = folder;
    this.exactBelow = exactBelow;
  }

  /**
   * Opens the index in {@code folder}; an absent one, or one made by another embedder, starts empty
   * at version 0.
   *
   * @param embedder the key of what makes the vectors: model checksum and version of the passages
   * @param exactBelow with fewer passages every one is compared with, with more the graph is walked
   */
  public static PassageIndex open(Path folder, String embedder, int exactBelow) {
    IndexFolder.Content content =
        new IndexFolder.Content(
            PassageFields.analyzer(), embedder, RAM_MEGABYTES, EMPTY, new SearcherFactory());
    return new PassageIndex(IndexFolder.open(folder, content), exactBelow);
  }

  /** The number of the last change applied; 0 for an empty index. */
  public long version() {
    return folder.version();
  }

  /**
   * What a document has from now on; nothing, where it is gone. Seen after {@link #refresh}, kept
   * after {@link #commit}.
   *
   * @param version the change up to which the index has everything now
   */
  public void replace(String documentId, List<Entry> passages, long version) {
    Term document = new Term(PassageFields.DOCUMENT, documentId);
    folder.write(
        writer -> {
          if (passages.isEmpty()) {
            writer.deleteDocuments(document);
          } else {
            writer.updateDocuments(
                document,
                passages.stream()
                    .map(entry -> PassageFields.document(entry.passage(), entry.vector()))
                    .toList());
          }
        },
        version);
  }

  /** Forgets everything: an empty index at version 0. */
  public void clear() {
    folder.clear();
  }

  /** Makes what was applied visible to the next {@link #view}. */
  public void refresh() {
    folder.refresh();
  }

  /** Makes what was applied durable. */
  public void commit() {
    folder.commit();
  }

  /** A consistent view; close it when done. */
  public PassageView view() {
    IndexFolder.Acquired acquired = folder.acquire();
    return new PassageView(acquired.searcher(), exactBelow, acquired.release());
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
  public PassageIndex successor() {
    return new PassageIndex(folder.successor(), exactBelow);
  }

  /** From now on this index is what {@code successor} is; open views stay as they are. */
  public void promote(PassageIndex successor) {
    folder.promote(successor.folder);
  }

  /** Ends with a successor; one that was not promoted is as if it had never been. */
  public void closeSuccessor(PassageIndex successor) {
    successor.folder.closeUnlessPromotedTo(folder);
  }

  @Override
  public void close() {
    folder.close();
  }
}
