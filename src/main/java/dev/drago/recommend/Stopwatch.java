package dev.drago.recommend;

import dev.drago.inference.Caller;
import java.util.LinkedHashMap;
import java.util.Map;

/** Nanoseconds by stage, in order; each stage is an event of the JDK Flight Recorder too. */
final class Stopwatch {

  private final Map<String, Long> laps = new LinkedHashMap<>();
  private long last = System.nanoTime();
  private StageEvent event = begun();

  /** Ends a stage: its time is what has passed since the one before. */
  void lap(String stage) {
    long now = System.nanoTime();
    laps.put(stage, now - last);
    last = now;
    event.end();
    if (event.shouldCommit()) {
      event.stage = stage;
      event.requestId = Caller.current().map(Caller::requestId).orElse("");
      event.commit();
    }
    event = begun();
  }

  private static StageEvent begun() {
    StageEvent event = new StageEvent();
    event.begin();
    return event;
  }

  Map<String, Long> laps() {
    return laps;
  }
}
