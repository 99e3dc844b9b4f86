package dev.drago.http;

import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.sse.SseSink;
import java.nio.charset.StandardCharsets;

/**
 * Server-sent events as the body of an answer. Its status can no longer be changed once opened:
 * what may be refused is checked before.
 *
 * <p>When the client has gone away {@link #send} throws: who writes takes that as a cancellation.
 */
final class EventStream implements AutoCloseable {

  private final SseSink sink;

  private EventStream(SseSink sink) {
    this.sink = sink;
  }

  static EventStream open(ServerResponse response) {
    return new EventStream(response.sink(SseSink.TYPE));
  }

  /** An event of this name with {@code body} as JSON. */
  void send(String name, Object body) {
    sink.emit(SseEvent.builder().name(name).data(json(body)).build());
  }

  /** An event without a name: what OpenAI's clients read. */
  void send(Object body) {
    sink.emit(SseEvent.create(json(body)));
  }

  /** An event of this very text. */
  void sendText(String text) {
    sink.emit(SseEvent.create(text));
  }

  private static String json(Object body) {
    return new String(Json.bytes(body), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    sink.close();
  }
}
