package dev.drago.llama;

import java.util.Arrays;

/**
 * How long each sequence in the cache is, and whether a batch continues them. This is where a batch
 * that would end the process, or leave a gap that makes its answers meaningless, is refused.
 */
final class SequenceTable {

  private final int vocabulary;
  private final ContextOptions options;
  private final int positions;
  private final boolean encoder;

  private int[] lengths;
  private int[] afterBatch;

  /**
   * A table of empty sequences.
   *
   * @param positions how many positions a sequence may have
   * @param encoder whether every batch starts from empty sequences
   */
  SequenceTable(ContextOptions options, int vocabulary, int positions, boolean encoder) {
    this.lengths = new int[options.sequences()];
    this.afterBatch = new int[options.sequences()];
    this.options = options;
    this.vocabulary = vocabulary;
    this.positions = positions;
    this.encoder = encoder;
  }

  /** Throws {@link IllegalArgumentException} when the batch cannot be decoded. */
  void check(Batch batch) {
    int size = batch.size();
    if (size == 0) {
      throw new IllegalArgumentException("the batch is empty");
    }
    if (size > options.batchTokens()) {
      throw new IllegalArgumentException(
          "the batch has %d tokens; this context takes %d".formatted(size, options.batchTokens()));
    }
    if (encoder) {
      Arrays.fill(afterBatch, 0);
    } else {
      System.arraycopy(lengths, 0, afterBatch, 0, lengths.length);
    }
    for (int i = 0; i < size; i++) {
      int token = batch.token(i);
      if (token < 0 || token >= vocabulary) {
        throw new IllegalArgumentException(
            "token %d at index %d is not in the vocabulary of %d".formatted(token, i, vocabulary));
      }
      int sequence = requireSequence(batch.sequence(i));
      if (options.pooling() != Pooling.NONE && sequence >= size) {
        throw new IllegalArgumentException(
            "sequence %d in a pooled batch of %d tokens: number its sequences from 0"
                .formatted(sequence, size));
      }
      int position = batch.position(i);
      if (position != afterBatch[sequence]) {
        throw new IllegalArgumentException(
            "position %d at index %d does not continue sequence %d, which has %d tokens"
                .formatted(position, i, sequence, afterBatch[sequence]));
      }
      if (position >= positions) {
        throw new IllegalArgumentException(
            "position %d at index %d is beyond the last, %d".formatted(position, i, positions - 1));
      }
      if (batch.output(i) && size - i > options.microBatchTokens()) {
        throw new IllegalArgumentException(
            "the token at index %d of %d cannot have a result: only the last %d can, a micro-batch"
                .formatted(i, size, options.microBatchTokens()));
      }
      afterBatch[sequence]++;
    }
  }

  /** The last batch checked has been decoded. */
  void commit() {
    int[] decoded = afterBatch;
    afterBatch = lengths;
    lengths = decoded;
  }

  int count() {
    return lengths.length;
  }

  int longest() {
    int longest = 0;
    for (int length : lengths) {
      longest = Math.max(longest, length);
    }
    return longest;
  }

  /** Whether the last batch checked has tokens of this sequence. */
  boolean isInBatch(int sequence) {
    return afterBatch[sequence] > (encoder ? 0 : lengths[sequence]);
  }

  int requireSequence(int sequence) {
    if (sequence < 0 || sequence >= lengths.length) {
      throw new IllegalArgumentException(
          "sequence %d is not one of 0 to %d".formatted(sequence, lengths.length - 1));
    }
    return sequence;
  }

  int length(int sequence) {
    return lengths[requireSequence(sequence)];
  }

  void setLength(int sequence, int length) {
    lengths[requireSequence(sequence)] = length;
  }

  void clear() {
    Arrays.fill(lengths, 0);
  }

  /** Where a removal begins; the rest of the sequence must go, or a gap would remain. */
  int requireTail(int sequence, int from, int to) {
    int length = length(sequence);
    if (from < 0 || (from < length && to < length)) {
      throw new IllegalArgumentException(
          "removing positions %d to %d of sequence %d, which has %d, would leave a gap"
              .formatted(from, to, sequence, length));
    }
    return Math.min(from, length);
  }

  /** Where a copy ends. */
  int requireCopy(int source, int destination, int from, int to) {
    int end = Math.min(to, length(source));
    if (source == destination || from < 0 || from != length(destination)) {
      throw new IllegalArgumentException(
          "positions from %d of sequence %d do not continue sequence %d, which has %d"
              .formatted(from, source, destination, length(destination)));
    }
    return end;
  }
}
