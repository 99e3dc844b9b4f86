package dev.drago.inference;

import dev.drago.llama.Batch;
import dev.drago.llama.ContextOptions;
import dev.drago.llama.LlamaContext;
import dev.drago.llama.LlamaModel;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Reads a history with each of its last items left out, one at a time.
 *
 * <p>The history without item i is the history up to i, which all of them share, and what follows
 * i, which moves up one position and is read anew. So the whole history is read once; a variant
 * shares its cells up to i and reads its tail as a sequence of its own. Of a history of 200 items
 * the last 50 cost 1,225 tokens, where reading each variant from the start would cost 9,950.
 *
 * <p>Several variants are decoded together, but few: in one decode every token is compared with the
 * cells of all, also of the other variants. Of the tried 16 to 512 tokens, 32 to 64 were the
 * fastest: for the last 50 of 50 and of 199 items 41 and 63 ms of processor time with the model
 * {@code sequence-ml1m}, where 512 took 79 and 102, and separate rankings 71 and 378.
 *
 * <p>It needs more sequences and cells than ranking does, in a context of its own: idle cells
 * beside a ranking would slow it.
 */
final class Ablation implements AutoCloseable {

  /** How many items can be left out: a tail must fit into one decode. */
  static final int MOST = 256;

  private static final int BATCH = MOST;

  /** How many tokens of several variants are decoded at once. */
  private static final int TOGETHER = 64;

  private static final int VARIANTS = 32;
  private static final int WHOLE = 0;

  private final LlamaContext context;
  private final Batch batch;
  private final float[] logits;
  private final int[] rows = new int[VARIANTS];
  private final int[] results = new int[VARIANTS];
  private int variants;

  /**
   * Made, used and closed on one thread.
   *
   * @param positions the longest history in tokens, the beginning-of-sequence included
   */
  Ablation(LlamaModel model, int positions, int threads) {
    // A decode needs contiguous cells: twice the batch leaves them wherever the history lies.
    ContextOptions options =
        ContextOptions.logits(positions + 2 * BATCH, 1 + VARIANTS, threads).withBatch(BATCH, BATCH);
    this.context = model.newContext(options);
    this.batch = new Batch(BATCH);
    this.logits = new float[model.vocabulary().size()];
  }

  /**
   * Reads.
   *
   * @param tokens beginning-of-sequence and history
   * @param last how many of the last tokens are left out, at most {@link #MOST}
   * @param slots the items that are kept of a row
   * @param known what was read before of the history or of its beginning
   * @param row of logits, the log-probabilities by slot
   * @throws dev.drago.llama.DecodeCancelledException when {@code job} is abandoned meanwhile
   */
  LeftOut read(
      int[] tokens,
      int last,
      int[] slots,
      Optional<PrefixCache.Entry> known,
      UnaryOperator<float[]> row,
      Job<?> job) {
    context.abortIf(job::isAbandoned);
    try {
      float[] whole = some(slots, whole(tokens, known, row));
      int first = tokens.length - last;
      float[][] without = new float[last][];
      for (int at = tokens.length - 1; at >= first; at--) { // short tails first
        if (at == tokens.length - 1) {
          // Nothing follows it: the token before is read again for its logits.
          add(tokens, at - 1, at - 1, at, at - first);
        } else {
          if (variants == VARIANTS || batch.size() + tokens.length - at - 1 > TOGETHER) {
            decode(without, slots, row);
          }
          add(tokens, at, at + 1, tokens.length, at - first);
        }
      }
      decode(without, slots, row);
      return new LeftOut(first - 1, whole, without);
    } finally {
      batch.clear();
      variants = 0;
      context.clear();
    }
  }

  private float[] whole(
      int[] tokens, Optional<PrefixCache.Entry> known, UnaryOperator<float[]> row) {
    Optional<PrefixCache.Entry> restored =
        known.filter(entry -> context.restoreSequence(WHOLE, entry.state()));
    int from = restored.map(PrefixCache.Entry::length).orElse(0);
    if (from == tokens.length) {
      return restored.orElseThrow().logProbabilities();
    }
    for (int at = from; at < tokens.length; at++) {
      if (batch.size() == BATCH) {
        context.decode(batch);
        batch.clear();
      }
      batch.add(tokens[at], at, WHOLE, at == tokens.length - 1);
    }
    context.decode(batch);
    context.logits(batch.size() - 1, logits);
    batch.clear();
    return row.apply(logits);
  }

  /** A variant that shares {@code shared} tokens and goes on with those of a range. */
  private void add(int[] tokens, int shared, int from, int to, int result) {
    int sequence = 1 + variants;
    context.copySequence(WHOLE, sequence, 0, shared);
    for (int at = from; at < to; at++) {
      batch.add(tokens[at], shared + at - from, sequence, at == to - 1);
    }
    rows[variants] = batch.size() - 1;
    results[variants] = result;
    variants++;
  }

  private static float[] some(int[] slots, float[] row) {
    float[] some = new float[slots.length];
    for (int i = 0; i < slots.length; i++) {
      some[i] = row[slots[i]];
    }
    return some;
  }

  private void decode(float[][] without, int[] slots, UnaryOperator<float[]> row) {
    if (variants == 0) {
      return;
    }
    context.decode(batch);
    for (int v = 0; v < variants; v++) {
      context.logits(rows[v], logits);
      without[results[v]] = some(slots, row.apply(logits));
      context.removeSequence(1 + v, 0, Integer.MAX_VALUE);
    }
    batch.clear();
    variants = 0;
  }

  @Override
  public void close() {
    context.close();
  }
}
