package dev.drago.store;

/** In which order a user's interactions are paged through. */
public enum InteractionOrder {
  /** As they came to the store. */
  ARRIVAL,
  /** By time, then by arrival; those without a time are the oldest. */
  OLDEST,
  /** The other way round. */
  NEWEST;

  /** A time before all others stands for none: SQL has no order for what is not there. */
  private static final String TIME = "COALESCE(%s.at, " + -Long.MAX_VALUE + ")";

  private static final String OF_ROW = TIME.formatted("i");

  /** The condition that lets through what comes after the arrival {@code :after}. */
  String after() {
    return switch (this) {
      case ARRIVAL -> "i.arrival > :after";
      case OLDEST -> byTime(">");
      case NEWEST -> byTime("<");
    };
  }

  private static String byTime(String compared) {
    return "(:after < 0 OR (%s, i.arrival) %s (SELECT %s, a.arrival FROM interaction a WHERE a.arrival = :after))"
        .formatted(OF_ROW, compared, TIME.formatted("a"));
  }

  /** What to sort by. */
  String columns() {
    return switch (this) {
      case ARRIVAL -> "i.arrival";
      case OLDEST -> OF_ROW + ", i.arrival";
      case NEWEST -> OF_ROW + " DESC, i.arrival DESC";
    };
  }
}
