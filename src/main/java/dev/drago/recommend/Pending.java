package dev.drago.recommend;

import dev.drago.inference.CallerGoneException;
import dev.drago.inference.Deadline;
import dev.drago.inference.OverloadedException;
import dev.drago.scoring.Scorer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What scorers were asked for one request, while they work on it.
 *
 * @param byScorer in the order of the scorers
 * @param <T> what each gives
 */
record Pending<T>(Map<String, CompletableFuture<T>> byScorer) {

  private static final Logger LOG = System.getLogger("dev.drago.recommend");

  /**
   * Asks all of {@code names} that are ready. One that throws at once has failed as one that fails
   * later; but a full queue is an answer.
   *
   * @throws OverloadedException when too many requests wait for a model
   */
  static <T> Pending<T> ask(
      List<Scorer> scorers, Set<String> names, Function<Scorer, CompletableFuture<T>> question) {
    Map<String, CompletableFuture<T>> running = new LinkedHashMap<>();
    for (Scorer scorer : scorers) {
      if (names.contains(scorer.name()) && scorer.isReady()) {
        try {
          running.put(scorer.name(), question.apply(scorer));
        } catch (OverloadedException e) {
          running.values().forEach(other -> other.cancel(false));
          throw e;
        } catch (RuntimeException e) {
          running.put(scorer.name(), CompletableFuture.failedFuture(e));
        }
      }
    }
    return new Pending<>(running);
  }

  /** What is ready before the deadline; {@code left} hears the names of the others. */
  Map<String, T> await(Deadline deadline, Consumer<String> left) {
    Map<String, T> ready = new LinkedHashMap<>();
    byScorer.forEach(
        (name, answer) -> {
          try {
            ready.put(name, deadline.await(answer));
          } catch (TimeoutException | CancellationException e) {
            answer.cancel(false);
            left.accept(name);
          } catch (ExecutionException e) {
            if (CallerGoneException.isCauseOf(e)) {
              throw new CallerGoneException(); // all others are being given up too
            }
            if (!(e.getCause() instanceof TimeoutException)) {
              LOG.log(
                  Level.WARNING, "the scorer " + name + " failed and was left out", e.getCause());
            }
            left.accept(name);
          } catch (InterruptedException e) {
            answer.cancel(false);
            Thread.currentThread().interrupt();
            left.accept(name);
          }
        });
    return ready;
  }
}
