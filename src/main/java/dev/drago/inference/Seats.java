package dev.drago.inference;

import dev.drago.llama.LlamaContext;
import java.util.ArrayDeque;

/** The sequence ids of a context that nobody uses. */
final class Seats {

  private final LlamaContext context;
  private final ArrayDeque<Integer> free = new ArrayDeque<>();

  Seats(LlamaContext context) {
    this.context = context;
    reset();
  }

  /** An empty sequence. */
  int take() {
    return free.remove();
  }

  /** Forgets what is in a sequence and gives it back. */
  void leave(int sequence) {
    context.removeSequence(sequence, 0, Integer.MAX_VALUE);
    free.addFirst(sequence);
  }

  /** A sequence that begins with the first {@code length} tokens of another, without reading. */
  int copy(int source, int length) {
    int sequence = take();
    context.copySequence(source, sequence, 0, length);
    return sequence;
  }

  /** All are free again: the context has been cleared. */
  void reset() {
    free.clear();
    for (int sequence = 0; sequence < context.options().sequences(); sequence++) {
      free.add(sequence);
    }
  }
}
