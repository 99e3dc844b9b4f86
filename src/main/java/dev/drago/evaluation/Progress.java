package dev.drago.evaluation;

/** Hears how far long work has come, from the thread that asked for the work. */
@FunctionalInterface
public interface Progress {

  void step(int done, int total);

  /** Says nothing. */
  static Progress none() {
    return (done, total) -> {};
  }
}
