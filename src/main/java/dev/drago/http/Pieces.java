package dev.drago.http;

import dev.drago.inference.CallerGoneException;
import dev.drago.inference.Generated;
import dev.drago.inference.GenerationRequest;
import dev.drago.inference.OverloadedException;
import dev.drago.inference.PromptTooLongException;
import dev.drago.inference.TextGenerator;
import io.helidon.http.Status;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;

/**
 * What a model writes, on its way from the model's thread, which must not wait, to the thread of a
 * request, which may.
 */
final class Pieces {

  private static final Logger LOG = System.getLogger("dev.drago.http");

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

  /**
   * All of it.
   *
   * @throws OpenAiException where the model failed: a 503, for it may come back
   */
  Generated join() {
    try {
      return result.join();
    } catch (CancellationException | CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof OverloadedException || cause instanceof PromptTooLongException) {
        throw (RuntimeException) cause;
      }
      if (cause instanceof CallerGoneException gone) {
        throw gone;
      }
      if (cause instanceof TimeoutException) {
        throw OpenAiHandler.error(
            Status.SERVICE_UNAVAILABLE_503,
            "the answer was not ready in time: ask for fewer tokens, or for a stream",
            Optional.of("timeout"));
      }
      LOG.log(Level.ERROR, "the chat model failed", cause);
      throw OpenAiHandler.error(
          Status.SERVICE_UNAVAILABLE_503,
          "the chat model failed to answer; the log says why",
          Optional.of("model_failed"));
    }
  }

  /** Ends the writing, if it goes on. */
  void cancel() {
    result.cancel(true);
  }
}
