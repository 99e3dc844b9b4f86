package dev.drago.cli;

import dev.drago.recommend.LiveCatalog;
import java.io.PrintWriter;

/** Brings an index up to date with a progress bar, where there is something to do. */
final class IndexProgress {

  private IndexProgress() {}

  static void catchUp(LiveCatalog catalog, PrintWriter out) {
    long behind = catalog.behind();
    if (behind == 0) {
      return;
    }
    try (Progress progress = Progress.start("embedding and indexing", behind, "items", out)) {
      catalog.catchUp(progress::at);
    }
  }
}
