package dev.drago.doctor;

import dev.drago.llama.Batch;
import dev.drago.llama.ContextOptions;
import dev.drago.llama.LlamaContext;
import dev.drago.llama.LlamaModel;
import dev.drago.llama.Pooling;
import java.util.OptionalDouble;

/**
 * One model, measured in rounds. A round reads a prompt and writes a few tokens after it, alone, as
 * a single request would. The tokens are the same in every round and for every library, so logits
 * can be compared.
 *
 * <p>Belongs to the thread that made it.
 */
public final class SpeedTest implements AutoCloseable {

  private static final int PROMPT = 128;
  private static final int WRITTEN = 32;

  private final LlamaModel model;
  private final LlamaContext context;
  private final Batch batch;
  private final int prompt;
  private float[] logits = new float[0];

  /** A context of its own for the model, with so many threads of a decode. */
  public SpeedTest(LlamaModel model, int threads) {
    this.model = model;
    this.prompt = Math.min(PROMPT, Math.max(1, model.trainedContext() - WRITTEN));
    this.context =
        model.newContext(
            model.isEncoder()
                ? ContextOptions.embeddings(prompt, 1, threads, Pooling.MEAN)
                : ContextOptions.logits(prompt + WRITTEN, 1, threads).withBatch(prompt, prompt));
    this.batch = new Batch(prompt);
  }

  /** How many tokens a round reads. */
  public int promptTokens() {
    return prompt;
  }

  /** How many tokens a round writes; 0 for a model that only reads. */
  public int writtenTokens() {
    return model.isEncoder() ? 0 : WRITTEN;
  }

  /**
   * Measures once.
   *
   * @throws InterruptedException when the thread is interrupted; between two decodes, not within
   */
  public Speed round() throws InterruptedException {
    context.clear();
    batch.clear();
    for (int position = 0; position < prompt; position++) {
      batch.add(token(position), position, 0, position == prompt - 1);
    }
    long start = System.nanoTime();
    decode();
    if (model.isEncoder()) {
      return new Speed(perSecond(prompt, start), OptionalDouble.empty());
    }
    // Reading a result waits for the device that computes it.
    logits = context.logits(prompt - 1);
    double prefill = perSecond(prompt, start);
    float[] row = new float[logits.length];
    start = System.nanoTime();
    for (int position = prompt; position < prompt + WRITTEN; position++) {
      batch.clear().add(token(position), position, 0, true);
      decode();
      context.logits(0, row);
    }
    return new Speed(prefill, OptionalDouble.of(perSecond(WRITTEN, start)));
  }

  /** What the model expected after the prompt of the last round; empty of one that only reads. */
  public float[] logits() {
    return logits.clone();
  }

  private void decode() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    context.decode(batch);
  }

  /** Any token will do, if they are not all the same: time does not depend on what is read. */
  private int token(int position) {
    return (int) ((position * 7_919L + 13) % model.vocabulary().size());
  }

  private static double perSecond(int tokens, long start) {
    return tokens / ((System.nanoTime() - start) / 1e9);
  }

  @Override
  public void close() {
    context.close();
  }
}
