package dev.drago.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** A client that holds every answer against {@link Contract}. All HTTP tests go through it. */
final class Client {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String address;

  Client(int port) {
    this.address = "http://127.0.0.1:" + port;
  }

  Answer get(String path) {
    return exchange(request(path).GET(), Optional.empty());
  }

  Answer delete(String path) {
    return exchange(request(path).DELETE(), Optional.empty());
  }

  /** Without a body. */
  Answer post(String path) {
    return exchange(request(path).POST(BodyPublishers.noBody()), Optional.empty());
  }

  Answer post(String path, String json) {
    return send("POST", path, "application/json", json);
  }

  Answer put(String path, String json) {
    return send("PUT", path, "application/json", json);
  }

  Answer patch(String path, String json) {
    return send("PATCH", path, "application/json", json);
  }

  Answer postLines(String path, String lines) {
    return send("POST", path, "application/jsonl", lines);
  }

  Answer send(String method, String path, String type, String body) {
    return exchange(
        request(path).header("Content-Type", type).method(method, BodyPublishers.ofString(body)),
        Optional.of(body));
  }

  /** Sends what is no text, or with headers of its own. */
  Answer exchange(HttpRequest.Builder request) {
    return exchange(request, Optional.empty());
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofSeconds(60));
  }

  private static Answer exchange(HttpRequest.Builder builder, Optional<String> body) {
    HttpRequest request = builder.build();
    try {
      var response = HTTP.send(request, BodyHandlers.ofString());
      Answer answer = new Answer(response.statusCode(), response.headers(), response.body());
      Contract.check(request, body, answer);
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(request.method() + " " + request.uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Percent-encodes a piece of a path or a query. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
