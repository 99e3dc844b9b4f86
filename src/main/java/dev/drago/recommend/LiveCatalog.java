package dev.drago.recommend;

import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.CatalogSnapshot;
import dev.drago.catalog.CatalogSnapshot.Change;
import dev.drago.catalog.Item;
import dev.drago.catalog.ItemText;
import dev.drago.index.Filter;
import dev.drago.index.IndexView;
import dev.drago.index.ItemIndex;
import dev.drago.inference.SentenceEmbedder;
import dev.drago.store.EmbeddingRepository;
import dev.drago.store.ItemRepository;
import dev.drago.store.ItemRepository.Written;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;

/**
 * The catalogue in service: store, index and snapshot, kept in step.
 *
 * <p>A change goes to the store first, where it is durable; then its vector and document go into
 * the index; then the next snapshot is published. When a write returns, the next request sees it.
 * What the index missed, because the process died in between, is replayed when it is opened.
 */
public final class LiveCatalog {

  private static final int REPLAY_BATCH = 64;
  private static final long NONE = -1;

  /** After so many changes one segment is worth making. */
  private static final int MERGE_FROM = 1_000;

  private final ItemRepository items;
  private final ItemIndex index;
  private final Optional<SentenceEmbedder> embedder;
  private final EmbeddingRepository embeddings;
  private final AtomicReference<CatalogSnapshot> snapshot = new AtomicReference<>();
  private final AtomicReference<CatalogSchema> schema;
  private final UnaryOperator<Item> found;
  private final ReentrantLock writing = new ReentrantLock();

  /**
   * Held by the one who fills an index, for as long as that takes; taken before {@code writing}.
   */
  private final ReentrantLock filling = new ReentrantLock();

  /** The index that is being built to take the place of the one that serves. */
  private volatile Optional<ItemIndex> successor = Optional.empty();

  /** The last change that only the store may have; none while the index misses nothing. */
  private long pending = NONE;

  private volatile boolean stopping;

  /** Loads the catalogue; items are found by what they say themselves. */
  public LiveCatalog(
      ItemRepository items,
      ItemIndex index,
      Optional<SentenceEmbedder> embedder,
      EmbeddingRepository embeddings,
      AtomicReference<CatalogSchema> schema) {
    this(items, items.snapshot(), index, embedder, embeddings, schema, UnaryOperator.identity());
  }

  /**
   * Takes up a catalogue that was loaded.
   *
   * @param stored what {@code items} has
   * @param schema holds the attribute types; shared with the index, which reads it
   * @param found makes of an item what it is found by; when that changes, {@link #reindex} is told
   */
  public LiveCatalog(
      ItemRepository items,
      CatalogSnapshot stored,
      ItemIndex index,
      Optional<SentenceEmbedder> embedder,
      EmbeddingRepository embeddings,
      AtomicReference<CatalogSchema> schema,
      UnaryOperator<Item> found) {
    this.items = items;
    this.index = index;
    this.embedder = embedder;
    this.embeddings = embeddings;
    this.schema = schema;
    this.found = found;
    snapshot.set(stored);
    if (index.version() > stored.version()) {
      index.clear(); // it followed another store, or this one before an older copy was put back
    }
    if (items.countAfter(index.version()) > 0) {
      pending = stored.version();
    }
  }

  public CatalogSnapshot snapshot() {
    return snapshot.get();
  }

  public CatalogSchema schema() {
    return schema.get();
  }

  /**
   * Part of the catalogue in order of ordinal.
   *
   * @param next the cursor of the next page; empty on the last one
   */
  public record Page(List<Item> items, OptionalInt next) {
    public Page {
      items = List.copyOf(items);
    }
  }

  /** Some live ordinals of a snapshot. */
  record Selection(CatalogSnapshot snapshot, BitSet ordinals) {}

  /** The items that match {@code filter}; all, where there is none. */
  Selection select(Optional<String> filter) {
    CatalogSnapshot now = snapshot();
    BitSet matching = now.live();
    if (filter.isPresent()) {
      Filter condition = index.filter(filter.get());
      try (IndexView view = index.view()) {
        matching.and(view.ordinals(condition));
      }
    }
    return new Selection(now, matching);
  }

  /** The items after the ordinal {@code after} that match {@code filter}, at most {@code limit}. */
  public Page page(long after, int limit, Optional<String> filter) {
    Selection selected = select(filter);
    CatalogSnapshot now = selected.snapshot();
    BitSet matching = selected.ordinals();
    List<Item> page = new ArrayList<>();
    int last = -1;
    for (int o = matching.nextSetBit(1 + Math.clamp(after, -1, now.size()));
        o >= 0;
        o = matching.nextSetBit(o + 1)) {
      if (page.size() == limit) {
        return new Page(page, OptionalInt.of(last));
      }
      page.add(now.item(o));
      last = o;
    }
    return new Page(page, OptionalInt.empty());
  }

  /** How many items the index has still to take in. */
  public long behind() {
    return index.version() < snapshot().version() ? items.countAfter(index.version()) : 0;
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
   * Brings the index up to the store; {@code progress} hears how many items are done. Writes go on
   * beside it. Until the end the index keeps its old version, so that whatever interrupts this, the
   * next start takes it up again; vectors made so far are found in the store.
   */
  public void catchUp(LongConsumer progress) {
    filling.lock();
    try {
      if (index.isBroken()) {
        replace(progress);
      } else {
        fill(index, progress);
      }
    } finally {
      filling.unlock();
    }
  }

  /**
   * Builds the index anew, from the store and its cached vectors, while the one that is there
   * serves and takes in writes; the new one takes its place at the end. {@code progress} hears how
   * many items are done. What is interrupted changes nothing.
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
    ItemIndex next = index.successor();
    successor = Optional.of(next);
    try {
      return fill(next, progress);
    } finally {
      successor = Optional.empty();
      index.closeSuccessor(next);
    }
  }

  /** Whether it came to the end. */
  private boolean fill(ItemIndex target, LongConsumer progress) {
    long since = target.version();
    long done = 0;
    boolean finished = false;
    while (!stopping && !finished) {
      long until = snapshot().version();
      List<Change> missing = new ArrayList<>();
      items.changesAfter(since, missing::add);
      replay(target, missing, done, progress);
      done += missing.size();
      since = until;
      if (done >= MERGE_FROM && !stopping) {
        target.merge();
      }
      finished = finish(target, until);
    }
    return finished;
  }

  private void replay(ItemIndex target, List<Change> missing, long done, LongConsumer progress) {
    for (int from = 0; from < missing.size() && !stopping; from += REPLAY_BATCH) {
      int to = Math.min(from + REPLAY_BATCH, missing.size());
      List<Change> batch = missing.subList(from, to);
      vectors(asFound(batch)); // outside the lock: what takes long is then found in the store
      writing.lock();
      try {
        target.apply(entries(batch.stream().map(this::current).toList()), target.version());
      } finally {
        writing.unlock();
      }
      progress.accept(done + to);
    }
  }

  /** Says that the index has all, unless something was stored beside it since {@code until}. */
  private boolean finish(ItemIndex target, long until) {
    writing.lock();
    try {
      if (stopping || pending > until) {
        return false;
      }
      if (target == index) {
        index.refresh(); // before it says that it has all: who asks then finds all
        index.apply(List.of(), snapshot().version());
        index.commit();
      } else {
        // What was written meanwhile went to the index that serves; its vectors are in the store.
        List<Change> late = new ArrayList<>();
        items.changesAfter(until, late::add);
        target.apply(entries(late), snapshot().version());
        index.promote(target);
      }
      pending = NONE;
      return true;
    } finally {
      writing.unlock();
    }
  }

  /** What the item is by now: it may have been written again since the change was read. */
  private Change current(Change change) {
    CatalogSnapshot now = snapshot();
    return new Change(
        change.ordinal(),
        change.id(),
        now.isLive(change.ordinal()) ? now.item(change.ordinal()) : null);
  }

  /** Makes {@link #catchUp} return soon; what it has embedded is kept. */
  public void stopCatchingUp() {
    stopping = true;
  }

  /**
   * Creates or replaces items; seen by the next request when this returns. Items that cannot be
   * embedded are not stored.
   */
  public Written put(List<Item> changed, CatalogSchema extended) {
    vectorsOf(
        changed.stream().map(found).toList()); // outside the lock, and before anything has happened
    writing.lock();
    try {
      Written written = items.put(changed, extended);
      schema.set(items.schema());
      publish(written);
      return written;
    } finally {
      writing.unlock();
    }
  }

  /**
   * Stores items without indexing them: for bulk loads, to be followed by {@link #catchUp}, which
   * may be interrupted and goes on from there.
   */
  public Written store(List<Item> changed, CatalogSchema extended) {
    writing.lock();
    try {
      Written written = items.put(changed, extended);
      schema.set(items.schema());
      pending = written.changes().isEmpty() ? pending : written.version();
      snapshot.set(snapshot().with(written.changes(), written.version()));
      return written;
    } finally {
      writing.unlock();
    }
  }

  /** Deletes an item; false when there was none. */
  public boolean delete(String id) {
    writing.lock();
    try {
      Written written = items.delete(List.of(id));
      publish(written);
      return !written.changes().isEmpty();
    } finally {
      writing.unlock();
    }
  }

  /** The snapshot follows the store also when the index does not, which then stays behind. */
  private void publish(Written written) {
    if (written.changes().isEmpty()) {
      return;
    }
    boolean indexed = false;
    try {
      index.apply(
          entries(written.changes()), pending == NONE ? written.version() : index.version());
      index.refresh();
      indexed = true;
    } finally {
      pending = indexed ? pending : written.version();
      snapshot.set(snapshot().with(written.changes(), written.version()));
    }
  }

  /** What an item is found by has changed, though not the item; nothing where there is none. */
  public void reindex(String id) {
    writing.lock();
    try {
      OptionalInt ordinal = snapshot().ordinal(id);
      if (ordinal.isPresent()) {
        Item item = snapshot().item(ordinal.getAsInt());
        List<ItemIndex.Entry> entries = entries(List.of(new Change(ordinal.getAsInt(), id, item)));
        successor.ifPresent(next -> next.apply(entries, next.version()));
        index.apply(entries, index.version());
        index.commit(); // who told of it may not tell again after a crash
        index.refresh();
      }
    } finally {
      writing.unlock();
    }
  }

  private List<ItemIndex.Entry> entries(List<Change> changed) {
    List<Change> changes = asFound(changed);
    List<float[]> vectors = vectors(changes);
    List<ItemIndex.Entry> entries = new ArrayList<>(changes.size());
    for (int i = 0; i < changes.size(); i++) {
      Change change = changes.get(i);
      entries.add(
          new ItemIndex.Entry(change.ordinal(), change.id(), change.item(), vectors.get(i)));
    }
    return entries;
  }

  /** With what each item is found by in its place. */
  private List<Change> asFound(List<Change> changes) {
    return changes.stream()
        .map(
            change ->
                change.item() == null
                    ? change
                    : new Change(change.ordinal(), change.id(), found.apply(change.item())))
        .toList();
  }

  /** One vector a change; empty for a deleted item or without a model. */
  private List<float[]> vectors(List<Change> changes) {
    List<Item> live = new ArrayList<>(changes.size());
    for (Change change : changes) {
      if (change.item() != null) {
        live.add(change.item());
      }
    }
    Iterator<float[]> made = vectorsOf(live).iterator();
    return changes.stream()
        .map(change -> change.item() == null ? new float[0] : made.next())
        .toList();
  }

  /** One vector an item, from the cache or the model; empty without a model. */
  private List<float[]> vectorsOf(List<Item> given) {
    List<float[]> vectors = new ArrayList<>(given.size());
    if (embedder.isEmpty()) {
      given.forEach(item -> vectors.add(new float[0]));
      return vectors;
    }
    List<Integer> missing = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      String text = ItemText.of(given.get(i));
      Optional<float[]> known = embeddings.find(text);
      if (known.isEmpty()) {
        missing.add(i);
        texts.add(text);
      }
      vectors.add(known.orElse(new float[0]));
    }
    if (!texts.isEmpty()) {
      List<float[]> made = embedder.get().embedPassages(texts);
      List<EmbeddingRepository.Entry> entries = new ArrayList<>(made.size());
      for (int i = 0; i < made.size(); i++) {
        vectors.set(missing.get(i), made.get(i));
        entries.add(new EmbeddingRepository.Entry(texts.get(i), made.get(i)));
      }
      embeddings.put(entries);
    }
    return vectors;
  }
}
