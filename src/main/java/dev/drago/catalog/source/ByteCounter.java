package dev.drago.catalog.source;

import java.io.InterruptedIOException;
import java.util.function.LongConsumer;

/** Adds up the bytes read from all files of an import, and notices when it is to stop. */
final class ByteCounter {

  private final LongConsumer listener;
  private long bytes;

  ByteCounter(LongConsumer listener) {
    this.listener = listener;
  }

  void add(long count) throws InterruptedIOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("the import was interrupted");
    }
    bytes += count;
    listener.accept(bytes);
  }
}
