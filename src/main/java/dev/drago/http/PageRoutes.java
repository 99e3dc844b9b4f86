package dev.drago.http;

import dev.drago.file.Sha256;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The page, from the folder {@code page} of the jar. A file is read when it is first asked for: all
 * together are some hundred kilobytes.
 *
 * <p>Not by Helidon's static content, which makes the entity tag from the time of the entry in the
 * jar: that of a reproducible build is always the same, and a browser would keep the old page.
 */
final class PageRoutes implements HttpService {

  private static final String FOLDER = "/page/";
  private static final String INDEX = "index.html";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=UTF-8",
          "js", "text/javascript; charset=UTF-8",
          "css", "text/css; charset=UTF-8",
          "svg", "image/svg+xml");

  private static final HeaderName POLICY = HeaderNames.create("Content-Security-Policy");
  private static final HeaderName NO_SNIFFING = HeaderNames.create("X-Content-Type-Options");
  private static final HeaderName REFERRER = HeaderNames.create("Referrer-Policy");
  private static final String ONLY_ITSELF =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
          + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  /**
   * A file of the page.
   *
   * @param tag its entity tag, the checksum of its content
   */
  private record PageFile(byte[] content, String tag) {
    static PageFile of(byte[] content) {
      MessageDigest digest = Sha256.digest();
      digest.update(content);
      return new PageFile(content, '"' + Sha256.hex(digest) + '"');
    }
  }

  /** Those that were asked for; none but those of the jar. */
  private final Map<String, PageFile> files = new ConcurrentHashMap<>();

  @Override
  public void routing(HttpRules rules) {
    rules.get(FOLDER + "{+file}", this::file);
  }

  /** Answers with the page itself. */
  void sendIndex(ServerRequest request, ServerResponse response) {
    send(INDEX, request, response);
  }

  private void file(ServerRequest request, ServerResponse response) {
    // As it was sent; the contract has a pattern for it, which lets through neither '..' nor '%'.
    String path = request.prologue().uriPath().absolute().rawPath();
    send(path.substring(FOLDER.length()), request, response);
  }

  private void send(String name, ServerRequest request, ServerResponse response) {
    PageFile file =
        Optional.ofNullable(files.computeIfAbsent(name, PageRoutes::read))
            .orElseThrow(() -> noFile(name));
    response.header(POLICY, ONLY_ITSELF);
    response.header(NO_SNIFFING, "nosniff");
    response.header(REFERRER, "no-referrer");
    response.header(HeaderNames.CACHE_CONTROL, "no-cache");
    response.header(HeaderNames.ETAG, file.tag());
    if (request.headers().first(HeaderNames.IF_NONE_MATCH).filter(file.tag()::equals).isPresent()) {
      response.status(Status.NOT_MODIFIED_304).send();
      return;
    }
    String ending = name.substring(name.lastIndexOf('.') + 1);
    response.header(
        HeaderNames.CONTENT_TYPE, TYPES.getOrDefault(ending, "application/octet-stream"));
    response.send(file.content());
  }

  private static @Nullable PageFile read(String name) {
    try (InputStream in = PageRoutes.class.getResourceAsStream(FOLDER + name)) {
      return in == null ? null : PageFile.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ProblemException noFile(String name) {
    return ProblemException.notFound("there is no file '%s' of the page".formatted(name));
  }
}
