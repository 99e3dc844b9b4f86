package dev.drago.http;

import dev.drago.http.Line.Moment;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1Connection;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All connections, each with its {@link Line}, and the end of those that keep a place without using
 * it: Helidon's sockets know no timeout.
 */
final class Connections implements ServerConnectionSelector, AutoCloseable {

  private static final Duration LOOK_EVERY_AT_MOST = Duration.ofSeconds(1);
  private static final int LOOKS_A_TIMEOUT = 4;
  private static final Duration LINGER = Duration.ofSeconds(2);

  private final Duration arrival;
  private final Duration idle;
  private final Http1ConnectionSelector http1;
  private final Set<Line> open = ConcurrentHashMap.newKeySet();
  private final Thread sweeper = Thread.ofVirtual().name("slow-connections").unstarted(this::sweep);

  /**
   * @param arrival how long a request may take to arrive once it has begun, and how long an answer
   *     may wait for the client to take a piece of it
   * @param idle how long a connection may wait for its next request
   */
  Connections(Duration arrival, Duration idle) {
    this.arrival = arrival;
    this.idle = idle;
    this.http1 =
        Http1ConnectionSelector.builder().config(Http1Config.builder().buildPrototype()).build();
  }

  Connections start() {
    sweeper.start();
    return this;
  }

  int count() {
    return open.size();
  }

  @Override
  public int bytesToIdentifyConnection() {
    return http1.bytesToIdentifyConnection();
  }

  @Override
  public Support supports(BufferData data) {
    return http1.supports(data);
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return http1.supportedApplicationProtocols();
  }

  @Override
  public ServerConnection connection(ConnectionContext context) {
    Line line = new Line(context);
    return new Watched(line, (Http1Connection) http1.connection(WatchedContext.of(context, line)));
  }

  /** Helidon's connection, seen through its line. */
  private final class Watched implements ServerConnection, InterruptableTask<Void> {
    private final Line line;
    private final Http1Connection http;

    Watched(Line line, Http1Connection http) {
      this.line = line;
      this.http = http;
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
      open.add(line);
      try {
        line.serve(() -> http.handle(limit));
      } finally {
        try {
          line.linger();
        } finally {
          open.remove(line);
        }
      }
    }

    @Override
    public boolean canInterrupt() {
      return http.canInterrupt();
    }

    @Override
    public Duration idleTime() {
      return http.idleTime();
    }

    @Override
    public void close(boolean interrupt) {
      http.close(interrupt);
    }
  }

  private void sweep() {
    Duration period = arrival.compareTo(idle) < 0 ? arrival : idle;
    period = period.dividedBy(LOOKS_A_TIMEOUT);
    period = period.compareTo(LOOK_EVERY_AT_MOST) < 0 ? period : LOOK_EVERY_AT_MOST;
    try {
      while (true) {
        Thread.sleep(period);
        open.stream()
            .filter(this::isTooSlow)
            .forEach(line -> Thread.ofVirtual().start(line::hangUp));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isTooSlow(Line line) {
    Moment moment = line.moment();
    return line.writing().filter(since -> isPast(since, arrival)).isPresent()
        || switch (moment.state()) {
          case IDLE -> isPast(moment, idle);
          case ARRIVING -> isPast(moment, arrival);
          case WORKING -> false;
          case LINGERING -> isPast(moment, LINGER);
        };
  }

  private static boolean isPast(Moment since, Duration most) {
    return System.nanoTime() - since.nanoTime() > most.toNanos();
  }

  @Override
  public void close() {
    sweeper.interrupt();
  }
}
