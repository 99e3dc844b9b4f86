package dev.drago.inference;

import java.util.concurrent.CompletableFuture;

/** Futures that are made of others: to cancel one is otherwise to cancel what it is made of. */
public final class Cancellations {

  private Cancellations() {}

  /**
   * {@code result}, whose cancellation now cancels what it waits for too: a job whose answer nobody
   * wants leaves its model instead of being computed to the end.
   *
   * @param sources what {@code result} is made of
   */
  public static <T> CompletableFuture<T> reaching(
      CompletableFuture<T> result, CompletableFuture<?>... sources) {
    var unused =
        result.whenComplete(
            (value, e) -> {
              if (result.isCancelled()) {
                for (CompletableFuture<?> source : sources) {
                  source.cancel(false);
                }
              }
            });
    return result; // not what whenComplete gives: to cancel that would cancel nothing else
  }
}
