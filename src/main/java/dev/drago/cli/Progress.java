package dev.drago.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * How far long work has come: a bar on a terminal, elsewhere a line for every tenth and one at the
 * end.
 */
final class Progress implements AutoCloseable {

  private static final int LINES = 10;

  private final String task;
  private final long total;
  private final String unit;
  private final PrintWriter out;
  private final @Nullable ProgressBar bar;
  private final long begun = System.nanoTime();
  private long done;
  private long printed;

  private Progress(
      String task, long total, String unit, PrintWriter out, @Nullable ProgressBar bar) {
    this.task = task;
    this.total = total;
    this.unit = unit;
    this.out = out;
    this.bar = bar;
  }

  static Progress start(String task, long total, String unit, PrintWriter out) {
    ProgressBar bar =
        Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)
            ? new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setUnit(" " + unit, 1)
                .setStyle(ProgressBarStyle.ASCII)
                .continuousUpdate()
                .build()
            : null;
    return new Progress(task, total, unit, out, bar);
  }

  /** So much is done, of the total. */
  void at(long now) {
    done = now;
    if (bar != null) {
      bar.stepTo(now);
    } else if (total > 0 && now * LINES / total > printed) {
      printed = now * LINES / total;
      line();
    }
  }

  private void line() {
    double seconds = (System.nanoTime() - begun) / 1e9;
    out.printf(Locale.ROOT, "%s: %,d of %,d %s, %.1f s%n", task, done, total, unit, seconds);
    out.flush();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    } else if (printed < LINES) {
      line();
    }
  }
}
