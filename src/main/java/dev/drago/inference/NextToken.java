package dev.drago.inference;

import dev.drago.llama.Batch;
import dev.drago.llama.LlamaContext;

/**
 * What comes after a prompt: the natural logarithm of the probability of every token of the
 * vocabulary. The prompt's decode is all it needs.
 */
final class NextToken extends DecodeTask<float[]> {

  NextToken(int[] prompt, Deadline deadline) {
    super(prompt, deadline);
  }

  @Override
  int sequences() {
    return 1;
  }

  @Override
  int cells() {
    return prompt().length;
  }

  @Override
  void begin(Seats seats) {}

  @Override
  void write(Batch batch, int room) {
    throw new IllegalStateException("it has ended with its prompt");
  }

  @Override
  void advance(LlamaContext context, int promptRow, float[] logits) {
    context.logits(promptRow, logits);
    double norm = LogSoftmax.norm(logits);
    float[] row = new float[logits.length];
    for (int token = 0; token < row.length; token++) {
      row[token] = (float) (logits[token] - norm);
    }
    result().complete(row);
  }

  @Override
  void end() {}
}
