package dev.drago.explain;

import java.util.concurrent.atomic.LongAdder;

/** How explanations came to their words since the start. */
public final class WordingCounts {

  private final LongAdder template = new LongAdder();
  private final LongAdder chat = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final LongAdder failed = new LongAdder();

  /**
   * The counts at one moment.
   *
   * @param template worded by template, those that fell back to it included
   * @param chat worded by the chat model
   * @param rejected what the chat model wrote and the check did not let through
   * @param failed what the chat model did not write: too late, overloaded or broken
   */
  public record Snapshot(long template, long chat, long rejected, long failed) {}

  public Snapshot snapshot() {
    return new Snapshot(template.sum(), chat.sum(), rejected.sum(), failed.sum());
  }

  void template() {
    template.increment();
  }

  void chat() {
    chat.increment();
  }

  void rejected() {
    rejected.increment();
  }

  void failed() {
    failed.increment();
  }
}
