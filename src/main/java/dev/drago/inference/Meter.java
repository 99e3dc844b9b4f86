package dev.drago.inference;

import java.util.concurrent.atomic.LongAdder;

/** What a model has done so far. Written by its thread, read by any. */
final class Meter {

  private final LongAdder promptTokens = new LongAdder();
  private final LongAdder cachedTokens = new LongAdder();
  private final LongAdder decodes = new LongAdder();
  private final LongAdder decodedTokens = new LongAdder();
  private final LongAdder writtenTokens = new LongAdder();
  private volatile int active;

  /** How many tasks are in the batch now. */
  void active(int tasks) {
    active = tasks;
  }

  /** A prompt of so many tokens has joined, of which so many were cached. */
  void prompt(int tokens, int cached) {
    promptTokens.add(tokens);
    cachedTokens.add(cached);
  }

  /** A decode of so many tokens, of which so many had been written before. */
  void decoded(int tokens, int written) {
    writtenTokens.add(written);
    decodes.increment();
    decodedTokens.add(tokens);
  }

  ChatModel.Use use(int waiting) {
    return new ChatModel.Use(
        active,
        waiting,
        promptTokens.sum(),
        cachedTokens.sum(),
        decodes.sum(),
        decodedTokens.sum(),
        writtenTokens.sum());
  }
}
