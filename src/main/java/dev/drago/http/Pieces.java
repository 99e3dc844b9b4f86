package dev.drago.http;

import dev.drago.inference.Generated;
import dev.drago.inference.GenerationRequest;
import dev.drago.inference.TextGenerator;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * What a model writes, on its way from the model's thread, which must not wait, to the thread of a
 * request, which may.
 */
final class Pieces {

  private final BlockingQueue<Optional<String>> queue = new LinkedBlockingQueue<>();
  private final CompletableFuture<Generated> result;
  private Optional<Optional<String>> first = Optional.empty();

  private Pieces(TextGenerator generator, GenerationRequest request) {
    this.result = generator.generate(request, piece -> queue.add(Optional.of(piece)));
    var unused = result.whenComplete((generated, e) -> queue.add(Optional.empty()));
  }

  /** Starts to write. Throws what {@link TextGenerator#generate} throws. */
  static Pieces of(TextGenerator generator, GenerationRequest request) {
    return new Pieces(generator, request);
  }

  /** Waits for something to have been written, and throws where it failed before. */
  void awaitFirst() throws InterruptedException {
    Optional<String> piece = queue.take();
    if (piece.isEmpty()) {
      join();
    }
    first = Optional.of(piece);
  }

  /** The next piece, or empty at the end. */
  Optional<String> next() throws InterruptedException {
    Optional<Optional<String>> known = first;
    first = Optional.empty();
    return known.isPresent() ? known.get() : queue.take();
  }

  /** All of it; throws where it failed. */
  Generated join() {
    try {
      return result.join();
    } catch (CancellationException e) {
      throw new IllegalStateException("the model has ended", e);
    }
  }

  /** Ends the writing, if it goes on. */
  void cancel() {
    result.cancel(true);
  }
}
