package dev.drago.torture;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A client that writes one thing after the other, items and interactions mixed, and remembers what
 * was acknowledged. Its items and its user are its own.
 */
final class Writer implements Runnable {

  /** Stands for all ways of saying that a write was done. */
  static final int DONE = 200;

  private static final int GONE = 404;
  private static final int ITEMS = 60;
  private static final int TITLES = 200;

  private final String name;
  private final Random random;
  private final Ledger ledger = new Ledger();
  private final Map<Integer, Long> statuses = new TreeMap<>();
  private long events;
  private int revisions;
  private volatile Api api;
  private volatile boolean stopped;

  /**
   * @param run sets apart the items and the user of this run from those of others before, on the
   *     same instance
   */
  Writer(String run, int number, long seed, Api api) {
    this.name = "w" + run + number;
    this.random = new Random(seed * 31 + number);
    this.api = api;
  }

  String user() {
    return "user-" + name;
  }

  Ledger ledger() {
    return ledger;
  }

  /**
   * How often a write was {@link #DONE}, and how often refused, by status; to be read when it has
   * ended.
   */
  Map<Integer, Long> statuses() {
    return statuses;
  }

  /** Where to write from now on. */
  void to(Api another) {
    api = another;
    stopped = false;
  }

  /** To the same server as before. */
  void resume() {
    stopped = false;
  }

  void stop() {
    stopped = true;
  }

  /** Writes until it is stopped, or the server does not answer any more. */
  @Override
  public void run() {
    boolean answered = true;
    while (!stopped && answered) {
      int status = random.nextInt(3) == 0 ? writeItem() : writeEvent();
      statuses.merge(status, 1L, Long::sum);
      answered = status != Api.NO_ANSWER;
    }
  }

  private int writeItem() {
    String id = name + "-" + random.nextInt(ITEMS);
    boolean remove = ledger.has(id) && random.nextInt(5) == 0;
    Api.Answer answer;
    if (remove) {
      ledger.attempt(id, Ledger.ABSENT);
      answer = api.delete("/v1/items/" + id);
    } else {
      int revision = ++revisions;
      ledger.attempt(id, revision);
      answer =
          api.send(
              "PUT",
              "/v1/items/" + id,
              """
              {"title": "A tale of number %d", "attributes": {"revision": %d}}"""
                  .formatted(random.nextInt(TITLES), revision));
    }
    if (answer.isOk() || (remove && answer.status() == GONE)) {
      ledger.acknowledge(id); // an earlier removal that was refused may have happened all the same
      return DONE;
    }
    return answer.status();
  }

  private int writeEvent() {
    String event = "%s-%d".formatted(name, events++);
    ledger.attemptEvent(event);
    Api.Answer answer =
        api.send(
            "POST",
            "/v1/interactions",
            """
            {"userId": "%s", "itemId": "%s", "eventId": "%s"}"""
                .formatted(user(), BaseCatalogue.id(random.nextInt(BaseCatalogue.LEAST)), event));
    if (answer.isOk()) {
      ledger.acknowledgeEvent(event);
      return DONE;
    }
    return answer.status();
  }
}
