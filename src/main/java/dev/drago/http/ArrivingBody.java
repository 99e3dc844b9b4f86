package dev.drago.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The body of a request, and what is to be done once all of it has arrived. */
final class ArrivingBody extends FilterInputStream {

  private final Runnable arrived;
  private boolean ended;

  ArrivingBody(InputStream body, Runnable arrived) {
    super(body);
    this.arrived = arrived;
  }

  @Override
  public int read() throws IOException {
    return noted(super.read());
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    return noted(super.read(buffer, offset, length));
  }

  private int noted(int read) {
    if (read < 0 && !ended) {
      ended = true;
      arrived.run();
    }
    return read;
  }
}
