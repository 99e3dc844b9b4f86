package dev.drago.evaluation.load;

import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * What clients ask.
 *
 * @param name as it stands in reports, in words
 * @param clients what the client of a number asks, one request after the other. Each client has a
 *     supplier of its own, so that it needs no lock and can have a memory
 */
public record Scenario(String name, IntFunction<Supplier<Request>> clients) {

  /** A scenario whose requests do not depend on who asks; {@code requests} is called by many. */
  public static Scenario of(String name, Supplier<Request> requests) {
    return new Scenario(name, client -> requests);
  }
}
