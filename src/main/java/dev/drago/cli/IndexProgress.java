package dev.drago.cli;

import dev.drago.recommend.LiveCatalog;
import java.io.PrintWriter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Brings an index up to date with a progress bar, where there is something to do. */
final class IndexProgress {

  private static final Logger LOG = System.getLogger("dev.drago.index");
  private static final int RETRY_SECONDS = 5;

  private IndexProgress() {}

  static void catchUp(LiveCatalog catalog, PrintWriter out) {
    long behind = catalog.behind();
    if (behind == 0 && !catalog.isIndexBroken()) {
      return;
    }
    try (Progress progress = Progress.start("embedding and indexing", behind, "items", out)) {
      catalog.catchUp(progress::at);
    }
  }

  /**
   * Does so again and again until {@code stopped}: an index that fell behind, because the disk was
   * full or a model failed, is mended when the cause has gone; and what it has is made durable.
   *
   * @param first done once, when the index is up to date for the first time
   */
  static void keep(LiveCatalog catalog, Runnable first, PrintWriter out, CountDownLatch stopped) {
    boolean done = false;
    boolean started = false;
    while (!done) {
      try {
        catchUp(catalog, out);
        catalog.commit();
        if (!started) {
          first.run();
          started = true;
        }
      } catch (RuntimeException e) {
        LOG.log(
            Level.ERROR, "the index could not be brought up to date and will be tried again", e);
      }
      try {
        done = stopped.await(RETRY_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        done = true;
      }
    }
  }
}
