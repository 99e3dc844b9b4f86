package dev.drago.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** {@code /v1/evaluations/latest}: how good the ranking was when it was last measured. */
final class EvaluationRoutes implements HttpService {

  private static final byte[] PAGE = "<!DOCTYPE html>".getBytes(StandardCharsets.UTF_8);

  private final KeptEvaluation kept;

  EvaluationRoutes(KeptEvaluation kept) {
    this.kept = kept;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get("/evaluations/latest", this::latest);
  }

  private void latest(ServerRequest request, ServerResponse response) {
    boolean page = Accepted.isPage(request);
    byte[] content = page ? page() : json();
    response.header(HeaderNames.VARY, "Accept");
    response.header(HeaderNames.CACHE_CONTROL, "no-cache");
    if (page) {
      response.header(HeaderNames.CONTENT_TYPE, "text/html; charset=UTF-8");
      response.header(
          HeaderNames.create("Content-Security-Policy"),
          "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
    } else {
      response.header(HeaderValues.CONTENT_TYPE_JSON);
    }
    response.send(content);
  }

  private byte[] json() {
    byte[] content = read(kept.json());
    try {
      if (!Json.MAPPER.readTree(content).isObject()) {
        throw broken(kept.json());
      }
    } catch (IOException e) {
      throw broken(kept.json());
    }
    return content;
  }

  private byte[] page() {
    byte[] content = read(kept.html());
    if (!java.util.Arrays.equals(
        content, 0, Math.min(PAGE.length, content.length), PAGE, 0, PAGE.length)) {
      throw broken(kept.html());
    }
    return content;
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw ProblemException.notFound(
          "nothing has been evaluated here yet; `drago evaluate` on this data folder does it");
    } catch (IOException e) {
      throw broken(file);
    }
  }

  private static ProblemException broken(Path file) {
    return new ProblemException(
        Problem.of(
            Status.INTERNAL_SERVER_ERROR_500,
            "evaluations/%s cannot be read; `drago evaluate` writes it anew"
                .formatted(file.getFileName())));
  }
}
