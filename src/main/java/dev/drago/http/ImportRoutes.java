package dev.drago.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.drago.ingest.Counts;
import dev.drago.ingest.ImportStatus;
import dev.drago.ingest.Imports;
import dev.drago.ingest.Upload;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code /v1/imports}: catalogues and logs from files, from a browser too. Unlike {@code drago
 * import} it takes no documents and no archives, and does not train at the end.
 */
final class ImportRoutes implements HttpService {

  /** Where files are sent to. */
  static final String PATH = "/v1/imports";

  private static final IdPath IMPORT = new IdPath("/imports/{id}");

  /** Items that were read. */
  record Items(@JsonProperty("new") long created, long changed, long unchanged) {}

  /** Interactions that were read. */
  record Interactions(@JsonProperty("new") long stored, long known, long ofUnknownItems) {}

  /** A line that was left out. */
  record LeftOut(String file, long line, String message) {}

  /** How far an import is. */
  record View(
      String importId,
      String state,
      String source,
      Instant startedAt,
      long bytesRead,
      long bytesTotal,
      Items items,
      Interactions interactions,
      long errors,
      List<LeftOut> firstErrors,
      Optional<String> detail) {

    static View of(ImportStatus status) {
      Counts counts = status.counts();
      return new View(
          status.importId(),
          Lower.of(status.state()),
          status.source(),
          status.startedAt(),
          status.bytesRead(),
          status.bytesTotal(),
          new Items(counts.created(), counts.changed(), counts.unchanged()),
          new Interactions(counts.stored(), counts.duplicates(), counts.unknownItems()),
          status.errors(),
          status.firstErrors().stream()
              .map(error -> new LeftOut(error.file(), error.line(), error.message()))
              .toList(),
          status.detail());
    }
  }

  /** The newest first. */
  record Page(List<View> imports) {}

  private final Imports imports;

  ImportRoutes(Imports imports) {
    this.imports = imports;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/imports", this::list)
        .post("/imports", this::receive)
        .route(Method.GET, IMPORT, this::get)
        .route(Method.DELETE, IMPORT, this::cancel)
        .route(Method.GET, new IdPath("/imports/{id}/errors"), this::errors);
  }

  /** Ends with the answer while the files are read. */
  @SuppressWarnings("MustBeClosed") // closed by the import that was started, else below
  private void receive(ServerRequest request, ServerResponse response) {
    Upload upload = imports.receive();
    boolean started = false;
    try {
      MultipartFiles.receive(request, upload);
      View view = View.of(imports.start(upload));
      started = true;
      response.header(HeaderNames.LOCATION, PATH + "/" + view.importId());
      Json.send(response, Status.ACCEPTED_202, view);
    } catch (IllegalArgumentException e) {
      throw ProblemException.unprocessable(String.valueOf(e.getMessage()));
    } finally {
      if (!started) {
        upload.close();
      }
    }
  }

  private void list(ServerRequest request, ServerResponse response) {
    Json.send(response, new Page(imports.all().stream().map(View::of).toList()));
  }

  private void get(ServerRequest request, ServerResponse response) {
    String id = IdPath.id(request);
    Json.send(response, View.of(imports.find(id).orElseThrow(() -> noImport(id))));
  }

  private void cancel(ServerRequest request, ServerResponse response) {
    String id = IdPath.id(request);
    ImportStatus found = imports.find(id).orElseThrow(() -> noImport(id));
    if (found.state().isEnd()) {
      imports.remove(id);
      response.status(Status.NO_CONTENT_204).send();
    } else if (imports.cancel(id)) {
      Json.send(response, Status.ACCEPTED_202, View.of(found));
    } else {
      throw new ProblemException(
          Problem.of(
              Status.CONFLICT_409,
              "all of the import '%s' is stored, and its items are being indexed".formatted(id)));
    }
  }

  private void errors(ServerRequest request, ServerResponse response) {
    String id = IdPath.id(request);
    Path list = imports.errorList(id).orElseThrow(() -> noImport(id));
    response.header(HeaderNames.CONTENT_TYPE, JsonLines.MEDIA_TYPE);
    response.header(
        HeaderNames.CONTENT_DISPOSITION, "attachment; filename=\"import-errors.jsonl\"");
    try {
      // Opened before the answer begins: the list may be the one that is forgotten next.
      try (var lines = Files.newInputStream(list);
          var out = response.outputStream()) {
        lines.transferTo(out);
      }
    } catch (NoSuchFileException e) {
      throw noImport(id);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ProblemException noImport(String id) {
    return ProblemException.notFound(
        "there is no import '%s', or it is not remembered any more".formatted(id));
  }
}
