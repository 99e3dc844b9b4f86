package dev.drago.evaluation.load;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The JDK's server with one handler, on a free port. */
final class TinyServer implements AutoCloseable {

  /** What to answer to the request of a number, counted from 1. */
  interface Handler {
    Reply answer(int number, HttpExchange exchange) throws Exception;
  }

  record Reply(int status, String body) {}

  private final HttpServer server;
  private final ExecutorService threads;
  private final AtomicInteger requests = new AtomicInteger();

  private TinyServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  static TinyServer start(int threads, Handler handler) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    TinyServer tiny = new TinyServer(server, Executors.newFixedThreadPool(threads));
    server.setExecutor(tiny.threads);
    server.createContext("/", exchange -> tiny.handle(exchange, handler));
    server.start();
    return tiny;
  }

  private void handle(HttpExchange exchange, Handler handler) throws IOException {
    try (exchange) {
      Reply reply = handler.answer(requests.incrementAndGet(), exchange);
      exchange.getRequestBody().readAllBytes();
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  int requests() {
    return requests.get();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  LoadGenerator generator() {
    return new LoadGenerator(uri(), Map.of());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
