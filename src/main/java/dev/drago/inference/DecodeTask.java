package dev.drago.inference;

import dev.drago.llama.Batch;
import dev.drago.llama.LlamaContext;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;

/**
 * Work that shares the decodes of a {@link ContinuousBatch} with others: it reads its prompt, some
 * tokens a step, then goes on in steps of its own. All but the constructor is called on the model's
 * thread.
 *
 * @param <T> what it computes
 */
abstract class DecodeTask<T> extends Job<T> {

  private static final int NONE = -1;

  private final int[] prompt;
  private int sequence = NONE;
  private int read;
  private int promptRow = NONE;
  private int cached;

  DecodeTask(int[] prompt, Deadline deadline) {
    super(deadline);
    this.prompt = prompt;
  }

  /** The most sequences it needs at once, that of its prompt included. */
  abstract int sequences();

  /** The most tokens it has in the cache at once. */
  abstract int cells();

  /** Makes what it needs on the model's thread; it has the sequence of its prompt. */
  abstract void begin(Seats seats);

  /**
   * Adds the tokens of its next step, at most {@code room}, or none where that is too little; its
   * prompt has been read.
   */
  abstract void write(Batch batch, int room);

  /**
   * Reads what the decode gave for what was written, or first for the prompt's last token.
   *
   * @param promptRow where in the batch that token was; -1 when the prompt had been read before
   * @param scratch as many numbers as the vocabulary has tokens, for whoever works now
   */
  abstract void advance(LlamaContext context, int promptRow, float[] scratch);

  /** Gives back what {@link #begin} and the steps took, but for the prompt's sequence. */
  abstract void end();

  /** The deadline has passed: answers what there is, or that it is too late. */
  void expire() {
    result().completeExceptionally(new TimeoutException("the deadline passed in the model"));
  }

  /** The tokens of its sequence that are cached now, which the next task may begin with. */
  int[] history() {
    return Arrays.copyOf(prompt, read);
  }

  final int[] prompt() {
    return prompt;
  }

  final int sequence() {
    return sequence;
  }

  /** How many tokens of the prompt another task had read. */
  final int cached() {
    return cached;
  }

  final boolean isReading() {
    return read < prompt.length;
  }

  /** Takes its place: in {@code sequence} the first {@code cached} tokens of the prompt are. */
  final void sit(int sequence, int cached) {
    this.sequence = sequence;
    this.cached = cached;
    this.read = cached;
  }

  /** Adds tokens of the prompt, at most {@code room}; only the last of it asks for logits. */
  final void read(Batch batch, int room) {
    promptRow = NONE;
    for (int n = 0; n < room && read < prompt.length; n++, read++) {
      boolean last = read == prompt.length - 1;
      if (last) {
        promptRow = batch.size();
      }
      batch.add(prompt[read], read, sequence, last);
    }
  }

  /** After a decode it took part in. */
  final void advance(LlamaContext context, float[] scratch) {
    if (isReading()) {
      return;
    }
    int row = promptRow;
    promptRow = NONE;
    advance(context, row, scratch);
  }
}
