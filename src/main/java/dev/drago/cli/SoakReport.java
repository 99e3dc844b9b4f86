package dev.drago.cli;

import dev.drago.evaluation.load.BenchmarkResult;
import dev.drago.torture.SoakTest;
import java.util.Locale;

/** A soak for a terminal. */
final class SoakReport {

  private SoakReport() {}

  static String of(SoakTest.Result result) {
    BenchmarkResult overload = result.overload();
    return String.format(
        Locale.ROOT,
        """
        overload: %s, %,d requests, %.0f answers/s, refused %,d (p99 %.1f ms, slowest %.1f ms), errors %s
        at half of %.0f/s: before p50 %.2f, p99 %.2f ms; after p50 %.2f, p99 %.2f ms
        memory at the start and the end of the overload: resident %,d and %,d MB, heap %,d and %,d MB
        %,d writes acknowledged meanwhile; %d things wrong""",
        overload.arrivals(),
        overload.requests(),
        overload.perSecond(),
        overload.refusals().count(),
        overload.refusals().p99Millis(),
        overload.refusals().maxMillis(),
        overload.errors(),
        result.sustained(),
        result.before().p50Millis(),
        result.before().p99Millis(),
        result.after().p50Millis(),
        result.after().p99Millis(),
        result.start().resident() >> 20,
        result.end().resident() >> 20,
        result.start().heapUsed() >> 20,
        result.end().heapUsed() >> 20,
        result.acknowledged(),
        result.wrong().size());
  }
}
