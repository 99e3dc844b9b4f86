package dev.drago.cli;

import dev.drago.knowledge.Knowledge;
import java.io.PrintWriter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Brings the passage index up to the documents, with a progress bar where there is something. */
final class DocumentProgress {

  private static final Logger LOG = System.getLogger("dev.drago.knowledge");
  private static final int EVERY_SECONDS = 1;

  private DocumentProgress() {}

  static void catchUp(Knowledge knowledge, PrintWriter out) {
    long behind = knowledge.behind();
    if (behind == 0 && !knowledge.isIndexBroken()) {
      return;
    }
    try (Progress progress = Progress.start("reading documents", behind, "documents", out)) {
      knowledge.catchUp(progress::at);
    }
  }

  /** Does so again and again until {@code stopped}: long documents are taken in beside writes. */
  static void keep(Knowledge knowledge, PrintWriter out, CountDownLatch stopped) {
    boolean done = false;
    while (!done) {
      try {
        catchUp(knowledge, out);
        knowledge.commit();
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "the documents could not be taken in and will be tried again", e);
      }
      try {
        done = stopped.await(EVERY_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        done = true;
      }
    }
  }
}
