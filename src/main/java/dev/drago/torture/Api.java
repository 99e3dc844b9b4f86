package dev.drago.torture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A client of the server's HTTP interface. */
final class Api {

  /** No answer came: whether what was asked for was done is not known. */
  static final int NO_ANSWER = 0;

  /** An answer. */
  record Answer(int status, JsonNode body) {
    boolean isOk() {
      return status / 100 == 2;
    }
  }

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI server;

  Api(URI server) {
    this.server = server;
  }

  Answer get(String path) {
    return exchange(HttpRequest.newBuilder().GET(), path);
  }

  Answer delete(String path) {
    return exchange(HttpRequest.newBuilder().DELETE(), path);
  }

  Answer send(String method, String path, String json) {
    return exchange(
        HttpRequest.newBuilder()
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(json)),
        path);
  }

  /** The status alone; {@link #NO_ANSWER} where none came. */
  int status(String method, String path) {
    return exchange(HttpRequest.newBuilder().method(method, BodyPublishers.noBody()), path)
        .status();
  }

  /** Whether a connection is answered at all. */
  boolean isAlive() {
    return status("GET", "/livez") == 200;
  }

  /**
   * A figure of {@code /metrics}.
   *
   * @param series name and labels, as the line begins
   */
  double metric(String series) {
    try {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(server.resolve("/metrics")).timeout(TIMEOUT).build(),
              BodyHandlers.ofString());
      return response
          .body()
          .lines()
          .filter(line -> line.startsWith(series + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("/metrics has no " + series));
    } catch (IOException e) {
      throw new UncheckedIOException("/metrics does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private Answer exchange(HttpRequest.Builder request, String path) {
    try {
      HttpResponse<byte[]> response =
          client.send(
              request.uri(server.resolve(path)).timeout(TIMEOUT).build(),
              BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), json(response.body()));
    } catch (IOException e) {
      return new Answer(NO_ANSWER, JSON.missingNode());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer(NO_ANSWER, JSON.missingNode());
    }
  }

  private static JsonNode json(byte[] body) throws IOException {
    try {
      return body.length == 0 ? JSON.missingNode() : JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IOException("an answer that is no JSON", e);
    }
  }
}
