package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the page as they are served; what it does in a browser is in {@code page}. */
class PageTest {

  @RegisterExtension static final TestServer SERVER = new TestServer();

  private static final Path SOURCES = Path.of("src", "main", "resources", "page");
  private static final String BROWSER =
      "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
  private static final Pattern IMPORT =
      Pattern.compile("(?:import|export)[^\"'();]*from\\s*[\"']([^\"']+)[\"']");

  private final Client client = SERVER.client();

  private Answer accepting(String accept) {
    return client.exchange(client.request("/").header("Accept", accept));
  }

  private static String header(Answer answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @Test
  void aBrowserGetsThePageAndOthersTheWelcome() throws IOException {
    for (String accept : List.of("text/html", BROWSER)) {
      Answer page = accepting(accept).is(200);
      assertThat(page.body()).isEqualTo(Files.readString(SOURCES.resolve("index.html")));
      assertThat(header(page, "Vary")).contains("Accept");
    }
    for (String accept : List.of("*/*", "application/json")) {
      Answer welcome = accepting(accept).is(200);
      assertThat(welcome.json().path("name").asText()).isEqualTo("drago");
      assertThat(header(welcome, "Vary")).contains("Accept");
    }
  }

  @Test
  void everyFileIsServedWithItsTypeAndTheHeadersThatKeepOthersOut() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = SOURCES.relativize(file).toString();
        Answer answer = client.get("/page/" + name).is(200);
        assertThat(answer.body()).as(name).isEqualTo(Files.readString(file));
        assertThat(answer.mediaType()).as(name).isNotEqualTo("application/octet-stream");
        assertThat(header(answer, "Content-Security-Policy"))
            .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
            .doesNotContain("unsafe", "http", "*", "data:", "manifest-src", "frame-src");
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-cache");
      }
    }
  }

  /** Also those of lit-html, which Maven has to have brought with all that it imports itself. */
  @Test
  void whatAModuleImportsIsThere() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("target", "classes", "page"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".js")).toList()) {
        var imports = IMPORT.matcher(Files.readString(file));
        while (imports.find()) {
          Path imported = Objects.requireNonNull(file.getParent()).resolve(imports.group(1));
          assertThat(imported.normalize()).as("import of %s", file).isRegularFile();
        }
      }
    }
    assertThat(client.get("/page/lit-html/lit-html.js").is(200).body())
        .isEqualTo(Files.readString(Path.of("target/classes/page/lit-html/lit-html.js")));
  }

  @Test
  void whatTheBrowserHasIsNotSentAgainUnlessItChanged() {
    for (String path : List.of("/", "/page/index.html")) {
      Answer first = client.exchange(client.request(path).header("Accept", BROWSER)).is(200);
      String tag = header(first, "ETag");
      assertThat(tag).matches("\"[0-9a-f]{64}\"");
      Answer again =
          client
              .exchange(client.request(path).header("Accept", BROWSER).header("If-None-Match", tag))
              .is(304);
      assertThat(again.body()).isEmpty();
      assertThat(header(again, "ETag")).isEqualTo(tag);
      client
          .exchange(
              client.request(path).header("Accept", BROWSER).header("If-None-Match", "\"other\""))
          .is(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/page/",
        "/page/js",
        "/page/js/",
        "/page/nothing.js",
        "/page/../openapi.json",
        "/page/js/../index.html",
        "/page/%2e%2e/openapi.json",
        "/page/..%2fopenapi.json",
        "/page/%2e%2e%2fv1/status",
        "/page/../v1/status",
        "/page/./index.html",
        "/page//index.html",
        "/page/js%2fapp.js",
        "/page/index.html;x",
        "/page/..;/openapi.json",
        "/page/index%2ehtml",
        "/page/..\\openapi.json",
        "/page/%00index.html",
        "/page/dev/../../dev/drago/cli/Drago.class",
        "/page/.env",
        "/page/lit-html/LICENSE"
      })
  void noNameLeadsOutOfThePage(String path) throws IOException {
    String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    Answer answer =
        RawConnection.only(
            RawConnection.exchange(SERVER.port(), request.getBytes(StandardCharsets.UTF_8)));
    assertThat(answer.status()).as(path).isIn(400, 404);
    assertThat(answer.mediaType()).isEqualTo("application/problem+json");
  }
}
