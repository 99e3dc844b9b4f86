package dev.drago.models;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.LongConsumer;

/**
 * Fetches a model from the URL in the manifest. What was fetched stays in {@code FILE.part} when
 * the connection breaks, and the next try goes on from there. The file gets its name only after its
 * checksum was right.
 */
public final class ModelPull {

  private static final int BUFFER = 1 << 16;
  private static final int PARTIAL = 206;
  private static final int OK = 200;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final HttpClient client =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NORMAL)
          .connectTimeout(Duration.ofSeconds(20))
          .build();

  /**
   * Fetches {@code entry} into {@code folder}; {@code progress} hears the bytes that are there.
   *
   * @throws ModelException when it has no URL, the server refuses, or the checksum is wrong
   */
  public Path pull(ModelFolder folder, ModelEntry entry, LongConsumer progress)
      throws InterruptedException {
    URI url =
        entry
            .url()
            .orElseThrow(
                () ->
                    new ModelException(
                        "the manifest names no URL for the model %s".formatted(entry.id())));
    Path target = folder.path(entry);
    Path part = target.resolveSibling(entry.file() + ".part");
    try {
      long have = Files.exists(part) ? Files.size(part) : 0;
      if (have < entry.bytes()) {
        download(url, part, have, entry.bytes(), progress);
      }
      String sha256 = ModelFolder.sha256(part);
      if (!sha256.equals(entry.sha256())) {
        Files.delete(part);
        throw new ModelException(
            "what %s sent has the checksum %s, not the %s of the manifest; it was thrown away"
                .formatted(url, sha256, entry.sha256()));
      }
      return Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new ModelException(
          "%s could not be fetched: %s; what is there is kept, try again to go on"
              .formatted(url, reason(e)),
          e);
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case HttpTimeoutException timeout -> "the server does not answer";
      case ConnectException refused -> "the server cannot be reached";
      default -> e.getMessage() == null ? "the connection broke" : e.getMessage();
    };
  }

  private static HttpRequest.Builder request(URI url) {
    try {
      return HttpRequest.newBuilder(url);
    } catch (IllegalArgumentException e) {
      throw new ModelException(
          "'%s' cannot be fetched: a model's URL starts with http:// or https://".formatted(url),
          e);
    }
  }

  private void download(URI url, Path part, long have, long bytes, LongConsumer progress)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(url);
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
    }
    HttpResponse<InputStream> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    boolean resumed = response.statusCode() == PARTIAL;
    if (response.statusCode() == RANGE_NOT_SATISFIABLE) {
      Files.delete(part);
      response.body().close();
      throw new IOException("the server cannot go on from byte " + have);
    }
    if (!resumed && response.statusCode() != OK) {
      response.body().close();
      throw new IOException("the server answered " + response.statusCode());
    }
    long done = resumed ? have : 0;
    StandardOpenOption mode =
        resumed ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
    try (InputStream in = response.body();
        OutputStream out =
            Files.newOutputStream(
                part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode)) {
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0 && done <= bytes; n = in.read(buffer)) {
        out.write(buffer, 0, n);
        done += n;
        progress.accept(done);
      }
    }
    if (done < bytes) {
      throw new IOException("it ended after %d of %d bytes".formatted(done, bytes));
    }
  }
}
