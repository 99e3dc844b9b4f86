package dev.drago.knowledge;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.document.Document;
import dev.drago.document.InvalidDocumentException;
import dev.drago.document.Passage;
import dev.drago.document.Passages;
import dev.drago.index.PassageIndex;
import dev.drago.index.PassageView;
import dev.drago.index.PassageView.Hit;
import dev.drago.index.PassageView.Scope;
import dev.drago.inference.SentenceEmbedder;
import dev.drago.store.DocumentRepository;
import dev.drago.store.DocumentRepository.Change;
import dev.drago.store.DocumentRepository.Listed;
import dev.drago.store.DocumentRepository.Written;
import dev.drago.store.EmbeddingRepository;
import dev.drago.store.ItemRepository.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * The documents in service: store and passage index, kept in step.
 *
 * <p>A document goes to the store first, where it is durable, then its passages go into the index.
 * A document of at most 64 passages is found when the write returns; a longer one is taken in by
 * {@link #catchUp}, and until then what it replaces is found. The index follows the store one
 * change at a time, so whatever interrupts it, it goes on where it was.
 *
 * <p>Documents about an item that was deleted stay, and are not found; when the item comes back, so
 * do they.
 */
public final class Knowledge {

  /** So many passages are embedded before a write returns. */
  private static final int AT_ONCE = 64;

  private static final int EMBEDDED_TOGETHER = 64;
  private static final int COMMIT_EVERY = 1_000;

  private final DocumentRepository documents;
  private final PassageIndex index;
  private final Optional<SentenceEmbedder> embedder;
  private final EmbeddingRepository embeddings;
  private final Supplier<CatalogSnapshot> items;
  private final Consumer<String> told;
  private final ReentrantLock writing = new ReentrantLock();

  /**
   * Held by the one who fills an index, for as long as that takes; taken before {@code writing}.
   */
  private final ReentrantLock filling = new ReentrantLock();

  /** The change up to which questions see everything; the index may have more already. */
  private volatile long visible;

  private volatile boolean stopping;

  /**
   * Opens the documents; what the index misses is taken in by {@link #catchUp}.
   *
   * @param embeddings the cache of vectors, keyed by the embedder
   * @param items the catalogue as it is now
   * @param told hears the id of an item about which the documents now say something else
   */
  public Knowledge(
      DocumentRepository documents,
      PassageIndex index,
      Optional<SentenceEmbedder> embedder,
      EmbeddingRepository embeddings,
      Supplier<CatalogSnapshot> items,
      Consumer<String> told) {
    this.documents = documents;
    this.index = index;
    this.embedder = embedder;
    this.embeddings = embeddings;
    this.items = items;
    this.told = told;
    if (index.version() > documents.version()) {
      index.clear(); // it followed another store, or this one before an older copy was put back
    }
    this.visible = index.version();
  }

  /**
   * Creates or replaces a document.
   *
   * @throws InvalidDocumentException when nothing can be read in it, or its item does not exist
   */
  public Outcome put(Document document) {
    List<Passage> passages = checked(document);
    if (passages.size() > AT_ONCE) {
      return store(document);
    }
    List<PassageIndex.Entry> entries = entries(passages); // before anything has happened
    writing.lock();
    try {
      Optional<String> before = itemOf(document.id());
      Written written = documents.put(document);
      tell(written, before);
      tell(written, document.itemId());
      apply(written, document.id(), entries);
      return written.outcome();
    } finally {
      writing.unlock();
    }
  }

  /** Stores a document for {@link #catchUp} to take in: for bulk loads. */
  public Outcome store(Document document) {
    checked(document);
    Optional<String> before = itemOf(document.id());
    Written written = documents.put(document);
    tell(written, before); // of the item it is about now, catchUp tells
    return written.outcome();
  }

  private Optional<String> itemOf(String document) {
    return documents.find(document).flatMap(Document::itemId);
  }

  /** Before the index has the change: after a crash in between, catchUp tells once more. */
  private void tell(Written written, Optional<String> item) {
    if (written.outcome() != Outcome.UNCHANGED && written.outcome() != Outcome.ABSENT) {
      item.ifPresent(told);
    }
  }

  private List<Passage> checked(Document document) {
    document
        .itemId()
        .filter(item -> items.get().ordinal(item).isEmpty())
        .ifPresent(
            item -> {
              throw new InvalidDocumentException(
                  "/itemId",
                  "document '%s' is about the item '%s', which the catalogue does not have"
                      .formatted(document.id(), item));
            });
    return Passages.of(document);
  }

  /** Deletes a document; false when there was none. */
  public boolean delete(String id) {
    writing.lock();
    try {
      Optional<String> before = itemOf(id);
      Written written = documents.delete(id);
      tell(written, before);
      apply(written, id, List.of());
      return written.outcome() == Outcome.DELETED;
    } finally {
      writing.unlock();
    }
  }

  /** The index says it has this change only where it has all before it. */
  private void apply(Written written, String id, List<PassageIndex.Entry> entries) {
    if (written.outcome() != Outcome.UNCHANGED && written.outcome() != Outcome.ABSENT) {
      boolean next = index.version() == written.change() - 1;
      index.replace(id, entries, next ? written.change() : index.version());
      show();
    }
  }

  private void show() {
    long version = index.version(); // before, for more may be applied meanwhile
    index.refresh();
    visible = Math.max(visible, version);
  }

  public Optional<Document> document(String id) {
    return documents.find(id);
  }

  /** The documents after the cursor {@code number}, in the order in which they first came. */
  public List<Listed> page(long afterNumber, int limit) {
    return documents.page(afterNumber, limit);
  }

  /** How many documents there are. */
  public long size() {
    return documents.count();
  }

  /** How many documents the index has still to take in. */
  public long behind() {
    return index.version() < documents.version() ? documents.countAfter(index.version()) : 0;
  }

  /** Whether what is found of a document is what it says now. */
  public boolean isIndexed(String id) {
    return documents.changeOf(id).map(change -> change <= visible).orElse(false);
  }

  /** How many bytes the index has on disk. */
  public long indexBytes() {
    return index.bytes();
  }

  /** Whether the index cannot be written any more until {@link #catchUp} has opened it again. */
  public boolean isIndexBroken() {
    return index.isBroken();
  }

  /** Makes what the index has durable, so that a start after a crash has little to replay. */
  public void commit() {
    index.commit();
  }

  /**
   * Brings the index up to the store; {@code progress} hears how many documents are done. Writes go
   * on beside it.
   */
  public void catchUp(LongConsumer progress) {
    filling.lock();
    try {
      if (index.isBroken()) {
        replace(progress);
      } else if (fill(index, progress) > 0) {
        show();
        index.commit();
      }
    } finally {
      filling.unlock();
    }
  }

  /**
   * Builds the index anew, from the store and its cached vectors, while the one that is there
   * serves and takes in writes; the new one takes its place at the end. {@code progress} hears how
   * many documents are done. What is interrupted changes nothing.
   *
   * @return whether it took its place; not when it was {@linkplain #stopCatchingUp stopped}
   */
  public boolean rebuild(LongConsumer progress) {
    filling.lock();
    try {
      return replace(progress);
    } finally {
      filling.unlock();
    }
  }

  private boolean replace(LongConsumer progress) {
    PassageIndex next = index.successor();
    try {
      long done = 0;
      boolean promoted = false;
      while (!stopping && !promoted) {
        long before = done;
        done += fill(next, n -> progress.accept(before + n));
        promoted = promote(next);
      }
      return promoted;
    } finally {
      index.closeSuccessor(next);
    }
  }

  /** Unless something was written since the successor was filled. */
  private boolean promote(PassageIndex next) {
    writing.lock();
    try {
      if (stopping || documents.next(next.version()).isPresent()) {
        return false;
      }
      index.promote(next);
      show();
      return true;
    } finally {
      writing.unlock();
    }
  }

  /** How many documents were taken in. */
  private long fill(PassageIndex target, LongConsumer progress) {
    long done = 0;
    Optional<Change> next = documents.next(target.version());
    while (!stopping && next.isPresent()) {
      takeIn(target, next.get());
      done++;
      if (done % COMMIT_EVERY == 0) {
        target.commit();
        if (target == index) {
          show();
        }
      }
      progress.accept(done);
      next = documents.next(target.version());
    }
    return done;
  }

  private void takeIn(PassageIndex target, Change change) {
    List<PassageIndex.Entry> entries =
        change.document().map(Passages::of).map(this::entries).orElse(List.of());
    writing.lock();
    try {
      Optional<Long> current = documents.changeOf(change.id());
      if (!stopping && current.isPresent() && current.get() == change.number()) {
        if (target == index) {
          change.document().flatMap(Document::itemId).ifPresent(told);
        }
        target.replace(change.id(), entries, Math.max(target.version(), change.number()));
      } // else it was written again: that later change is still to come
    } finally {
      writing.unlock();
    }
  }

  /** Makes {@link #catchUp} return soon; what it has embedded is kept. */
  public void stopCatchingUp() {
    stopping = true;
  }

  private List<PassageIndex.Entry> entries(List<Passage> passages) {
    List<PassageIndex.Entry> entries = new ArrayList<>(passages.size());
    for (int from = 0; from < passages.size(); from += EMBEDDED_TOGETHER) {
      List<Passage> some =
          passages.subList(from, Math.min(passages.size(), from + EMBEDDED_TOGETHER));
      List<float[]> vectors = stopping ? List.of() : vectors(some);
      for (int i = 0; i < vectors.size(); i++) {
        entries.add(new PassageIndex.Entry(some.get(i), vectors.get(i)));
      }
    }
    return entries;
  }

  /** One vector a passage, from the cache or the model; empty without a model. */
  private List<float[]> vectors(List<Passage> passages) {
    if (embedder.isEmpty()) {
      return passages.stream().map(passage -> new float[0]).toList();
    }
    List<String> texts = passages.stream().map(Passage::inContext).toList();
    List<Optional<float[]>> known = texts.stream().map(embeddings::find).toList();
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      if (known.get(i).isEmpty()) {
        missing.add(texts.get(i));
      }
    }
    List<float[]> made = missing.isEmpty() ? List.of() : embedder.get().embedPassages(missing);
    List<EmbeddingRepository.Entry> fresh = new ArrayList<>(made.size());
    for (int i = 0; i < made.size(); i++) {
      fresh.add(new EmbeddingRepository.Entry(missing.get(i), made.get(i)));
    }
    if (!fresh.isEmpty()) {
      embeddings.put(fresh);
    }
    var rest = made.iterator();
    return known.stream().map(vector -> vector.orElseGet(rest::next)).toList();
  }

  /** The passages at one moment, those of deleted items included; close it. */
  PassageView view() {
    return index.view();
  }

  /**
   * The passages about an item that are most about {@code text}, best first: by words and meaning,
   * by words alone where the embedder is not there or has no time. For explanations.
   */
  public List<Passage> about(String itemId, String text, int count) {
    if (text.isBlank() || items.get().ordinal(itemId).isEmpty()) {
      return List.of();
    }
    Scope scope = new Scope.AboutItem(itemId);
    Optional<float[]> vector = new QuestionVector(embedder).of(text);
    try (PassageView view = index.view()) {
      List<Hit> hits =
          vector.isPresent()
              ? view.hybrid(text, vector.get(), count, scope)
              : view.keyword(text, count, scope);
      return hits.stream().map(Hit::passage).toList();
    }
  }
}
