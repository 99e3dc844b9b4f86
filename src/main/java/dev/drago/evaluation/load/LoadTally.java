package dev.drago.evaluation.load;

import org.HdrHistogram.ConcurrentHistogram;

/**
 * What all clients saw together, in nanoseconds, to one part in a thousand.
 *
 * @param answered from when a request was due to its answer
 * @param refused from the sending to the answer by which a server says that it has too much to do
 */
record LoadTally(ConcurrentHistogram answered, ConcurrentHistogram refused) {

  /** Of clients that have seen nothing. */
  LoadTally() {
    this(new ConcurrentHistogram(3), new ConcurrentHistogram(3));
  }
}
