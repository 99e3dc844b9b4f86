package dev.drago.inference;

import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/**
 * Turns at the processors: of the requests that compute on virtual threads only so many do so at
 * once, and the others wait, first come, first served.
 *
 * <p>The scheduler of virtual threads takes none from its processor before it waits for something.
 * Hundreds that compute for a millisecond or two each would keep one that has hardly anything to
 * do, such as to refuse a request, waiting until it is its turn among them; and all of them would
 * hold what they have computed so far. With turns the others wait with empty hands, and processors
 * stay free for what is short.
 *
 * <p>Who waits for something else, a model say, does so in a {@link Turn#pause pause}. Nobody may
 * take a second turn, or wait for one who needs a turn, within one.
 */
public final class Turns implements Executor {

  /** One turn; for the thread that took it. */
  public final class Turn implements AutoCloseable {
    private Turn() {}

    /** To wait for something else: others have the turn until it is closed. */
    public Pause pause() {
      free.release();
      return new Pause();
    }

    @Override
    public void close() {
      free.release();
    }
  }

  /** A break in a turn; to close it is to wait until it is one's turn again. */
  public final class Pause implements AutoCloseable {
    private Pause() {}

    @Override
    public void close() {
      free.acquireUninterruptibly();
    }
  }

  private final Semaphore free;

  /**
   * @param atOnce how many compute at the same time
   */
  public Turns(int atOnce) {
    if (atOnce < 1) {
      throw new IllegalArgumentException("%d turns at once would be none".formatted(atOnce));
    }
    this.free = new Semaphore(atOnce, true);
  }

  /** As many as there are processors. */
  public static Turns ofProcessors() {
    return new Turns(Runtime.getRuntime().availableProcessors());
  }

  /** Waits for a turn. What a turn lasts is bounded, so this is not interrupted. */
  public Turn take() {
    free.acquireUninterruptibly();
    return new Turn();
  }

  /** Does {@code work} on a virtual thread when it is its turn. */
  @Override
  public void execute(Runnable work) {
    Thread.startVirtualThread(
        () -> {
          try (var _ = take()) {
            work.run();
          }
        });
  }
}
