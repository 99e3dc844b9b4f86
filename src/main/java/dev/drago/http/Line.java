package dev.drago.http;

import dev.drago.inference.Caller;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection as seen from its socket: what it is doing, since when, and whether its client is
 * still there.
 *
 * <p>A virtual thread reads ahead of the one that answers, a few buffers at most, because the end
 * of a stream is noticed by reading alone. So a client that goes away is noticed while its answer
 * is being computed, with TLS too; so is one that closes only its own direction, which is taken for
 * the same. One that has sent more requests in advance than fit into the buffers is noticed when it
 * is written to.
 */
final class Line implements Supplier<byte @Nullable []> {

  /** What a connection may be waiting for. */
  enum State {
    /** The next request. */
    IDLE,
    /** The rest of a request. */
    ARRIVING,
    /** The answer. */
    WORKING
  }

  /** A state, and when on the clock of {@link System#nanoTime} it began. */
  record Moment(State state, long nanoTime) {
    static Moment now(State state) {
      return new Moment(state, System.nanoTime());
    }
  }

  private static final ScopedValue<Line> CURRENT = ScopedValue.newInstance();
  private static final int BUFFERS_AHEAD = 4;
  private static final byte[] END = new byte[0];

  private final ConnectionContext connection;
  private final DataReader socket;
  private final BlockingQueue<byte[]> ahead = new ArrayBlockingQueue<>(BUFFERS_AHEAD);
  private volatile Moment moment = Moment.now(State.IDLE);
  private volatile Optional<Moment> writing = Optional.empty();
  private volatile Optional<Caller> watching = Optional.empty();
  private volatile boolean ended;

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

  /** Does the connection's work while reading ahead of it. */
  void serve(Work work) throws InterruptedException {
    Thread reader = Thread.ofVirtual().name("reads-ahead").start(this::readAhead);
    try {
      ScopedValue.where(CURRENT, this)
          .call(
              () -> {
                work.run();
                return this;
              });
    } finally {
      reader.interrupt(); // it may wait for room that nobody makes any more
    }
  }

  private void readAhead() {
    try {
      while (true) {
        socket.ensureAvailable();
        ahead.put(socket.readBytes(socket.available()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // The end of the stream, a reset, or closed here: nobody is there in any case.
    } finally {
      ended = true;
      watching.ifPresent(Caller::leave);
      ahead.offer(END); // who finds the queue full looks at "ended" when it is empty
    }
  }

  /** What was read, or null at the end; for the thread that answers. */
  @Override
  public byte @Nullable [] get() {
    try {
      byte[] next = ended ? ahead.poll() : ahead.take();
      if (next == null || next == END) {
        return null;
      }
      if (moment.state() == State.IDLE) {
        moment = Moment.now(State.ARRIVING);
      }
      return next;
    } catch (InterruptedException e) { // that is how Helidon ends connections when it stops
      Thread.currentThread().interrupt();
      throw new CloseConnectionException("the server stops", e);
    }
  }

  /** The whole request has arrived. */
  void working() {
    moment = Moment.now(State.WORKING);
  }

  /** The request has been answered. */
  void idle() {
    moment = Moment.now(State.IDLE);
  }

  /** From now on the caller leaves when the client goes away. */
  void watchedBy(Caller caller) {
    watching = Optional.of(caller);
    if (ended) {
      caller.leave();
    }
  }

  void unwatched() {
    watching = Optional.empty();
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
