package dev.drago.http;

import dev.drago.inference.Caller;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection as seen from its socket: what it is doing, since when, and whether its client is
 * still there.
 *
 * <p>The end of a stream is noticed by reading alone. So while models compute for a request, a
 * virtual thread reads ahead of the one that answers, one buffer at most, with TLS too: a client
 * that goes away ends that work. So does one that closes only its own direction, which is taken for
 * the same. One that has sent its next request in advance is noticed when it is written to.
 */
final class Line implements Supplier<byte @Nullable []> {

  /** What a connection may be waiting for. */
  enum State {
    /** The next request. */
    IDLE,
    /** The rest of a request. */
    ARRIVING,
    /** The answer. */
    WORKING,
    /** That the client closes it: it was answered before all of the request was read. */
    LINGERING
  }

  /** A state, and when on the clock of {@link System#nanoTime} it began. */
  record Moment(State state, long nanoTime) {
    static Moment now(State state) {
      return new Moment(state, System.nanoTime());
    }
  }

  private static final ScopedValue<Line> CURRENT = ScopedValue.newInstance();

  private final ConnectionContext connection;
  private final DataReader socket;
  private volatile Moment moment = Moment.now(State.IDLE);
  private volatile Optional<Moment> writing = Optional.empty();

  private final Lock turn = new ReentrantLock();

  /** Who waits for the answer that is being made; guarded by {@code turn}. */
  private Optional<Caller> watched = Optional.empty();

  /** What is being read ahead, empty at the end of the stream; guarded by {@code turn}. */
  private Optional<Future<Optional<byte[]>>> ahead = Optional.empty();

  /** Whether a part of a request is left unread; for the thread that answers. */
  private boolean unread;

  /** Whether reading ahead came to the end of the stream; guarded by {@code turn}. */
  private boolean ended;

  Line(ConnectionContext connection) {
    this.connection = connection;
    this.socket = connection.dataReader();
  }

  /** The connection whose thread this is. */
  static Line current() {
    return CURRENT.get();
  }

  /** Work on the thread of a connection. */
  interface Work {
    void run() throws InterruptedException;
  }

  /** Does the connection's work; within it this is {@link #current}. */
  void serve(Work work) throws InterruptedException {
    ScopedValue.where(CURRENT, this)
        .call(
            () -> {
              work.run();
              return this;
            });
  }

  /** What the client sent next, or null at the end; for the thread that answers. */
  @Override
  public byte @Nullable [] get() {
    Optional<byte[]> next = takeAhead().map(Line::await).orElseGet(this::read);
    if (next.isPresent() && moment.state() == State.IDLE) {
      moment = Moment.now(State.ARRIVING);
    }
    return next.orElse(null);
  }

  private Optional<Future<Optional<byte[]>>> takeAhead() {
    turn.lock();
    try {
      Optional<Future<Optional<byte[]>>> taken = ahead;
      ahead = Optional.empty();
      return taken;
    } finally {
      turn.unlock();
    }
  }

  private static Optional<byte[]> await(Future<Optional<byte[]>> reading) {
    try {
      return reading.get();
    } catch (InterruptedException e) { // that is how Helidon ends connections when it stops
      Thread.currentThread().interrupt();
      throw new CloseConnectionException("the server stops", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private Optional<byte[]> read() {
    try {
      socket.ensureAvailable();
      return Optional.of(socket.readBytes(socket.available()));
    } catch (RuntimeException e) {
      return Optional.empty(); // the end of the stream, a reset, or closed here: nobody is there
    }
  }

  /** Models compute for the caller from now on: reads ahead, unless that is being done already. */
  private void readAhead(Caller caller) {
    boolean gone;
    turn.lock();
    try {
      gone = ended;
      if (!gone && ahead.isEmpty() && watched.filter(caller::equals).isPresent()) {
        FutureTask<Optional<byte[]>> reading = new FutureTask<>(this::readOrNoticeTheEnd);
        ahead = Optional.of(reading);
        Thread.ofVirtual().name("reads-ahead").start(reading);
      }
    } finally {
      turn.unlock();
    }
    if (gone) {
      caller.leave();
    }
  }

  private Optional<byte[]> readOrNoticeTheEnd() {
    Optional<byte[]> next = read();
    if (next.isEmpty()) {
      Optional<Caller> left;
      turn.lock();
      try {
        ended = true;
        left = watched;
      } finally {
        turn.unlock();
      }
      left.ifPresent(Caller::leave);
    }
    return next;
  }

  /** More of the request has arrived: the time it may take begins anew. */
  void arriving() {
    moment = Moment.now(State.ARRIVING);
  }

  /** The whole request has arrived. */
  void working() {
    moment = Moment.now(State.WORKING);
  }

  /** The request has been answered. */
  void idle() {
    moment = Moment.now(State.IDLE);
  }

  /** The rest of a request that was answered is not going to be read. */
  void leaveUnread() {
    unread = true;
  }

  /**
   * Where something was left unread, forgets what the client still sends until it closes the
   * connection. A socket that is closed with bytes unread resets it, and with it the answer that is
   * on its way (RFC 9112, 9.6).
   */
  void linger() {
    if (unread) {
      moment = Moment.now(State.LINGERING);
      while (get() != null) {
        // whoever has sent it has been answered
      }
    }
  }

  /**
   * From now on, and until {@link #unwatched}, the caller leaves when the client goes away; the
   * request has arrived.
   */
  void watch(Caller caller) {
    turn.lock();
    try {
      watched = Optional.of(caller);
    } finally {
      turn.unlock();
    }
    caller.whenAsking(() -> readAhead(caller));
  }

  void unwatched() {
    turn.lock();
    try {
      watched = Optional.empty();
    } finally {
      turn.unlock();
    }
  }

  Moment moment() {
    return moment;
  }

  /** Since when the client has not taken what is written to it. */
  Optional<Moment> writing() {
    return writing;
  }

  /** Ends the connection, whatever it is doing. */
  void hangUp() {
    try {
      connection.serverSocket().close();
    } catch (RuntimeException e) {
      // it was closed already
    }
  }

  /** What answers are written by. */
  DataWriter writer() {
    DataWriter to = connection.dataWriter();
    return new DataWriter() {
      @Override
      public void write(BufferData... buffers) {
        timed(() -> to.write(buffers));
      }

      @Override
      public void write(BufferData buffer) {
        timed(() -> to.write(buffer));
      }

      @Override
      public void writeNow(BufferData... buffers) {
        timed(() -> to.writeNow(buffers));
      }

      @Override
      public void writeNow(BufferData buffer) {
        timed(() -> to.writeNow(buffer));
      }

      @Override
      public void flush() {
        timed(to::flush);
      }

      @Override
      public void close() {
        to.close();
      }
    };
  }

  private void timed(Runnable write) {
    writing = Optional.of(Moment.now(State.WORKING));
    try {
      write.run();
    } finally {
      writing = Optional.empty();
    }
  }
}
