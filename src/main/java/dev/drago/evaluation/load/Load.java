package dev.drago.evaluation.load;

import java.time.Duration;

/**
 * How hard to ask, and how long.
 *
 * @param clients connections, each with one request under way at most
 * @param arrivals when requests are due
 * @param warmUp asked alike, not counted
 * @param measured how long requests that count are started
 */
public record Load(int clients, Arrivals arrivals, Duration warmUp, Duration measured) {

  /** When requests are due. */
  public sealed interface Arrivals {

    /** Each client asks as soon as it has its answer: how much the server can do. */
    record Closed() implements Arrivals {}

    /** Requests are due at a fixed rate, whatever became of those before: how users arrive. */
    record Open(double perSecond) implements Arrivals {
      public Open {
        if (!(perSecond > 0) || perSecond > 1e6) {
          throw new IllegalArgumentException(
              "a rate of %s requests/s is not above 0 and at most a million".formatted(perSecond));
        }
      }
    }
  }

  public Load {
    if (clients < 1 || clients > 10_000) {
      throw new IllegalArgumentException(
          "the number of clients must be 1 to 10,000, not " + clients);
    }
    if (warmUp.isNegative() || measured.isNegative() || measured.isZero()) {
      throw new IllegalArgumentException(
          "a load of %s after a warm-up of %s measures nothing".formatted(measured, warmUp));
    }
  }

  public static Load closed(int clients, Duration warmUp, Duration measured) {
    return new Load(clients, new Arrivals.Closed(), warmUp, measured);
  }

  public static Load open(int clients, double perSecond, Duration warmUp, Duration measured) {
    return new Load(clients, new Arrivals.Open(perSecond), warmUp, measured);
  }
}
