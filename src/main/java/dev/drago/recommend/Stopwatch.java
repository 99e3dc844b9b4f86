package dev.drago.recommend;

import java.util.LinkedHashMap;
import java.util.Map;

/** Nanoseconds by stage, in order. */
final class Stopwatch {

  private final Map<String, Long> laps = new LinkedHashMap<>();
  private long last = System.nanoTime();

  /** Ends a stage: its time is what has passed since the one before. */
  void lap(String stage) {
    long now = System.nanoTime();
    laps.put(stage, now - last);
    last = now;
  }

  Map<String, Long> laps() {
    return laps;
  }
}
