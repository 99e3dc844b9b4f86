package dev.drago.http;

import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectTransportRequest;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How large a body may be: Helidon knows one limit for all routes, and an upload to import may be
 * larger than what is held in memory.
 */
final class BodyLimit implements Filter {

  private static final Refusal TOO_LARGE =
      new Refusal(
          Status.REQUEST_ENTITY_TOO_LARGE_413,
          "too_large",
          "request_too_large",
          TransportProblems.TOO_LARGE,
          Optional.empty());

  private final long most;
  private final long mostToImport;

  /** Both in bytes. */
  BodyLimit(long most, long mostToImport) {
    this.most = most;
    this.mostToImport = mostToImport;
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    boolean upload =
        request.prologue().method().equals(Method.POST)
            && request.prologue().uriPath().rawPath().equals(ImportRoutes.PATH);
    long limit = upload ? mostToImport : most;
    if (request.headers().contentLength().orElse(0) > limit) {
      response.header(HeaderValues.CONNECTION_CLOSE); // or the body would be read as a request
      Line.current().leaveUnread();
      TOO_LARGE.send(response, request.prologue().uriPath().rawPath());
      return;
    }
    request.streamFilter(body -> new Counted(body, limit, () -> tooLarge(request)));
    chain.proceed();
  }

  /** As Helidon says it. */
  private static RequestException tooLarge(RoutingRequest request) {
    return RequestException.builder()
        .type(EventType.BAD_REQUEST)
        .status(Status.REQUEST_ENTITY_TOO_LARGE_413)
        .request(DirectTransportRequest.create(request.prologue(), request.headers()))
        .setKeepAlive(false)
        .build();
  }

  /** A body that did not say how long it is. */
  private static final class Counted extends FilterInputStream {
    private final Supplier<RequestException> tooLarge;
    private long left;

    Counted(InputStream body, long limit, Supplier<RequestException> tooLarge) {
      super(body);
      this.left = limit;
      this.tooLarge = tooLarge;
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      count(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      count(read);
      return read;
    }

    private void count(int bytes) {
      left -= Math.max(0, bytes);
      if (left < 0) {
        throw tooLarge.get();
      }
    }
  }
}
