package dev.drago.http;

import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Server-sent events as the body of an answer. Its status can no longer be changed once opened:
 * what may be refused is checked before.
 *
 * <p>When the client has gone away {@link #send} throws {@link ClientGoneException}: who writes
 * takes that as a cancellation.
 *
 * <p>Helidon's own sink answers 406 to who does not ask for events by {@code Accept}; OpenAI's
 * clients ask for them in the body and accept JSON.
 */
final class EventStream implements AutoCloseable {

  /** Nobody reads any more: Helidon closes the connection without a word, to the log either. */
  static final class ClientGoneException extends CloseConnectionException {
    private static final long serialVersionUID = 1;

    ClientGoneException(Exception cause) {
      super("the client has gone away", cause);
    }
  }

  private final OutputStream out;

  private EventStream(OutputStream out) {
    this.out = out;
  }

  /**
   * Whether a client that may have JSON or events prefers events by its {@code Accept}: with equal
   * weight, or without a word, it gets JSON. Tells caches that the answer depends on it.
   */
  static boolean isPreferred(ServerRequest request, ServerResponse response) {
    response.header(HeaderNames.VARY, "Accept");
    return request
        .headers()
        .bestAccepted(MediaTypes.APPLICATION_JSON, MediaTypes.TEXT_EVENT_STREAM)
        .filter(MediaTypes.TEXT_EVENT_STREAM::equals)
        .isPresent();
  }

  static EventStream open(ServerResponse response) {
    response.header(HeaderValues.create(HeaderNames.CONTENT_TYPE, "text/event-stream"));
    response.header(HeaderValues.create(HeaderNames.CACHE_CONTROL, "no-cache"));
    return new EventStream(response.outputStream());
  }

  /** An event of this name with {@code body} as JSON. */
  void send(String name, Object body) {
    write("event: " + name + "\ndata: " + json(body) + "\n\n");
  }

  /** An event without a name: what OpenAI's clients read. */
  void send(Object body) {
    sendText(json(body));
  }

  /** An event of this very text, a line. */
  void sendText(String text) {
    write("data: " + text + "\n\n");
  }

  private void write(String event) {
    try {
      out.write(event.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException | UncheckedIOException | CloseConnectionException e) {
      throw new ClientGoneException(e);
    }
  }

  private static String json(Object body) {
    return new String(Json.bytes(body), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException | UncheckedIOException | CloseConnectionException e) {
      // nobody is there to read the end
    }
  }
}
