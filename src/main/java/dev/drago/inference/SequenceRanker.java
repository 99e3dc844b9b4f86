package dev.drago.inference;

import dev.drago.llama.Batch;
import dev.drago.llama.ContextOptions;
import dev.drago.llama.DecodeCancelledException;
import dev.drago.llama.LlamaContext;
import dev.drago.llama.LlamaModel;
import dev.drago.llama.SequenceState;
import dev.drago.llama.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/**
 * The sequence model: what a user takes next, given what they took so far.
 *
 * <p>One prefill of the history ranks every item that has a token, because the model's distribution
 * over the next token <em>is</em> the distribution over the next item: no decoding loop, no
 * candidates. A history that was read before costs nothing, one that grew by an item costs one
 * token ({@link PrefixCache}), as long as it fits into the model's window. Beyond that the window
 * moves with every item, no prefix stays the same, and all of it is read anew.
 */
public final class SequenceRanker implements AutoCloseable {

  /**
   * How to run the model.
   *
   * @param size how the model is spread over threads
   * @param queue how many requests may wait
   * @param cacheBytes memory for what the model remembers of histories; 0 for no cache
   */
  public record Options(ModelSize size, int queue, long cacheBytes) {}

  /** How often a history was known whole, known but for its end, or new. */
  public record CacheUse(long exact, long prefix, long miss) {}

  private static final String MODEL = "sequence";
  private static final int MAX_POSITIONS = 4_096;

  /** Tokens of one decode; all are computed at once, as only those of the last step keep logits. */
  private static final int BATCH = 512;

  /** Work on a history. */
  private abstract static sealed class Reading<T> extends Job<T> {
    final int[] tokens;

    Reading(int[] tokens, Deadline deadline) {
      super(deadline);
      this.tokens = tokens;
    }
  }

  private static final class Ranking extends Reading<float[]> {
    Ranking(int[] tokens, Deadline deadline) {
      super(tokens, deadline);
    }
  }

  private static final class Leaving extends Reading<LeftOut> {
    final int last;
    final int[] slots;

    Leaving(int[] tokens, int last, int[] slots, Deadline deadline) {
      super(tokens, deadline);
      this.last = last;
      this.slots = slots;
    }
  }

  private final List<LlamaModel> models;
  private final ItemTokens items;
  private final int[] itemTokens;
  private final int bos;
  private final int positions;
  private final Optional<PrefixCache> cache;
  private final ModelThreads<Reading<?>> threads;
  private final LongAdder exact = new LongAdder();
  private final LongAdder prefix = new LongAdder();
  private final LongAdder miss = new LongAdder();

  /**
   * Starts the model's threads. The ranker closes the models with itself.
   *
   * @param models a model and {@link LlamaModel#twin twins} of it, over which threads are spread:
   *     those of one library wait for each other, so each thread should have one of its own
   * @throws IllegalArgumentException when the model has no item tokens or no beginning-of-sequence
   */
  public SequenceRanker(List<LlamaModel> models, Options options) {
    this.models = List.copyOf(models);
    LlamaModel model = models.getFirst();
    Vocabulary vocabulary = model.vocabulary();
    this.items = ItemTokens.of(model);
    if (items.size() == 0) {
      throw new IllegalArgumentException(
          "%s has no item tokens (<item:ID>), so it cannot be a sequence model"
              .formatted(model.header().path()));
    }
    this.bos =
        vocabulary
            .bos()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        model.header().path() + " has no beginning-of-sequence token"));
    this.itemTokens = items.trie().next(ItemTrie.ROOT);
    this.positions = Math.min(model.trainedContext(), MAX_POSITIONS);
    this.cache =
        options.cacheBytes() > 0
            ? Optional.of(new PrefixCache(options.cacheBytes()))
            : Optional.empty();
    ModelSize size = options.size();
    this.threads =
        new ModelThreads<>(
            MODEL,
            size.contexts(),
            options.queue(),
            size.users(),
            thread -> new Reader(models.get(thread % models.size()), size));
  }

  public ItemTokens items() {
    return items;
  }

  /** How many of the last items of a history the model reads. */
  public int maxHistory() {
    return positions - 1;
  }

  /** The queue of its threads. */
  public QueueUse queue() {
    return threads.use();
  }

  public CacheUse cacheUse() {
    return new CacheUse(exact.sum(), prefix.sum(), miss.sum());
  }

  /**
   * The log-probability of every item to come next, by slot. They are normalised over the items.
   * The array is shared with the cache: read it only.
   *
   * @param history slots, oldest first; the last {@link #maxHistory} count
   * @throws OverloadedException when too many requests wait
   */
  public CompletableFuture<float[]> rank(int[] history, Deadline deadline) {
    int[] tokens = tokens(history);
    Optional<PrefixCache.Entry> known = cache.flatMap(c -> c.exact(tokens));
    if (known.isPresent()) {
      exact.increment();
      return CompletableFuture.completedFuture(known.get().logProbabilities());
    }
    Ranking job = new Ranking(tokens, deadline);
    threads.submit(job);
    return job.result();
  }

  /**
   * The log-probabilities of some items with each of the last items of a history left out, one at a
   * time: what an item of the history did. The history is cut to what the model reads first, so
   * that no older item comes into the place of the one left out. A variant's numbers are those of
   * {@link #rank} within what float16 keys and values in another order of cells round.
   *
   * @param history slots, oldest first
   * @param last how many of the last items are left out, at most {@link #maxLeftOut}; all of them
   *     where the history is shorter
   * @param slots the items whose log-probabilities are kept
   * @throws OverloadedException when too many requests wait
   */
  public CompletableFuture<LeftOut> leaveOneOut(
      int[] history, int last, int[] slots, Deadline deadline) {
    if (last < 0 || last > maxLeftOut()) {
      throw new IllegalArgumentException(
          "0 to %d items can be left out, not %d".formatted(maxLeftOut(), last));
    }
    int[] tokens = tokens(history);
    int unread = history.length - (tokens.length - 1);
    Leaving job = new Leaving(tokens, Math.min(last, tokens.length - 1), slots.clone(), deadline);
    threads.submit(job);
    return job.result()
        .thenApply(left -> new LeftOut(left.from() + unread, left.whole(), left.without()));
  }

  /** How many items {@link #leaveOneOut} can leave out. */
  public int maxLeftOut() {
    return Ablation.MOST;
  }

  private int[] tokens(int[] history) {
    int kept = Math.min(history.length, maxHistory());
    int[] tokens = new int[kept + 1];
    tokens[0] = bos;
    for (int i = 0; i < kept; i++) {
      tokens[i + 1] = items.token(history[history.length - kept + i]);
    }
    return tokens;
  }

  /** Log-softmax over the item tokens, by slot. */
  private float[] logProbabilities(float[] logits) {
    float highest = Float.NEGATIVE_INFINITY;
    for (int token : itemTokens) {
      highest = Math.max(highest, logits[token]);
    }
    double sum = 0;
    for (int token : itemTokens) {
      sum += Math.exp(logits[token] - highest);
    }
    float norm = (float) (highest + Math.log(sum));
    float[] result = new float[itemTokens.length];
    for (int slot = 0; slot < result.length; slot++) {
      result[slot] = logits[itemTokens[slot]] - norm;
    }
    return result;
  }

  /** Ends the threads and frees the model. */
  @Override
  public void close() {
    threads.close();
    cache.ifPresent(PrefixCache::close);
    models.forEach(LlamaModel::close);
  }

  /** What a thread does: it ranks, and where that is asked for it leaves out. */
  private final class Reader implements ModelThreads.Engine<Reading<?>> {

    private final LlamaModel model;
    private final ModelSize size;
    private final Prefill prefill;
    private Optional<Ablation> ablation = Optional.empty();

    Reader(LlamaModel model, ModelSize size) {
      this.model = model;
      this.size = size;
      this.prefill = new Prefill(model, size);
    }

    @Override
    public void run(List<Reading<?>> jobs, ModelThreads.Arrivals<Reading<?>> arrivals) {
      List<Ranking> rankings = new ArrayList<>(jobs.size());
      List<Leaving> leavings = new ArrayList<>();
      for (Reading<?> job : jobs) {
        switch (job) {
          case Ranking ranking -> rankings.add(ranking);
          case Leaving leaving -> leavings.add(leaving);
        }
      }
      if (!rankings.isEmpty()) {
        prefill.run(rankings);
      }
      leavings.forEach(this::leave);
    }

    private void leave(Leaving job) {
      if (ablation.isEmpty()) { // who never asks why pays nothing
        ablation = Optional.of(new Ablation(model, positions, size.threads()));
      }
      try {
        Optional<PrefixCache.Entry> known =
            cache.flatMap(c -> c.exact(job.tokens).or(() -> c.prefix(job.tokens)));
        job.result()
            .complete(
                ablation
                    .get()
                    .read(
                        job.tokens,
                        job.last,
                        job.slots,
                        known,
                        SequenceRanker.this::logProbabilities,
                        job));
      } catch (DecodeCancelledException e) {
        job.result().completeExceptionally(late());
      }
    }

    @Override
    public void close() {
      ablation.ifPresent(Ablation::close);
      prefill.close();
    }
  }

  private static TimeoutException late() {
    return new TimeoutException("the deadline passed while the model was reading");
  }

  /** A context and what a thread does with it. */
  private final class Prefill implements AutoCloseable {

    private final LlamaContext context;
    private final Batch batch;
    private final float[] logits;

    Prefill(LlamaModel model, ModelSize size) {
      int tokens = positions * size.users();
      int batchTokens = Math.min(tokens, BATCH);
      this.context =
          model.newContext(
              ContextOptions.logits(tokens, size.users(), size.threads())
                  .withBatch(batchTokens, batchTokens));
      this.batch = new Batch(context.options().batchTokens());
      this.logits = new float[model.vocabulary().size()];
    }

    /**
     * Reads the jobs' histories, each as a sequence of its own, in as few decodes as the batch
     * allows. Only a history's last token asks for logits.
     */
    void run(List<Ranking> jobs) {
      context.abortIf(() -> jobs.stream().allMatch(Job::isAbandoned));
      try {
        List<Ranking> ending = new ArrayList<>();
        List<Integer> rows = new ArrayList<>();
        List<float[]> results = new ArrayList<>();
        batch.clear();
        for (int sequence = 0; sequence < jobs.size(); sequence++) {
          int[] tokens = jobs.get(sequence).tokens;
          for (int at = restore(sequence, tokens); at < tokens.length; at++) {
            if (batch.size() == batch.capacity()) {
              decode(jobs.size(), rows, results);
            }
            boolean last = at == tokens.length - 1;
            if (last) {
              rows.add(batch.size());
              ending.add(jobs.get(sequence));
            }
            batch.add(tokens[at], at, sequence, last);
          }
        }
        decode(jobs.size(), rows, results);
        for (int i = 0; i < ending.size(); i++) {
          remember(i, ending.get(i).tokens, results.get(i));
          ending.get(i).result().complete(results.get(i));
        }
      } catch (DecodeCancelledException e) {
        jobs.forEach(job -> job.result().completeExceptionally(late()));
      } finally {
        context.clear();
      }
    }

    /** Brings a known prefix back into the context; how many tokens need not be read. */
    private int restore(int sequence, int[] tokens) {
      Optional<PrefixCache.Entry> known =
          cache
              .flatMap(c -> c.prefix(tokens))
              .filter(entry -> context.restoreSequence(sequence, entry.state()));
      (known.isPresent() ? prefix : miss).increment();
      return known.map(PrefixCache.Entry::length).orElse(0);
    }

    private void decode(int jobs, List<Integer> rows, List<float[]> results) {
      DecodeEvent.decode(context, batch, MODEL, jobs);
      for (int row : rows) {
        context.logits(row, logits);
        results.add(logProbabilities(logits));
      }
      rows.clear();
      batch.clear();
    }

    private void remember(int sequence, int[] tokens, float[] result) {
      cache.ifPresent(
          c -> {
            SequenceState state = context.saveSequence(sequence);
            c.put(tokens, new PrefixCache.Entry(tokens.length, state, result));
          });
    }

    @Override
    public void close() {
      context.close();
    }
  }
}
