package dev.drago.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that breaks connections, and what is left afterwards. */
@Timeout(60)
class ModelPullTest {

  private static final int LENGTH = 300_001;

  @TempDir Path folder;

  private final byte[] content = new byte[LENGTH];
  private final List<String> ranges = new CopyOnWriteArrayList<>();
  private final List<Long> progress = new ArrayList<>();

  private HttpServer server;
  private ModelFolder models;
  private Path file;
  private Path part;

  /** How the server answers. */
  private volatile boolean knowsRanges = true;

  private volatile int breakAfter = Integer.MAX_VALUE;
  private volatile boolean chunked;
  private volatile byte[] served = content;

  @BeforeEach
  void start() throws IOException {
    new Random(3).nextBytes(content);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/m.gguf", this::serve);
    server.createContext(
        "/moved",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/m.gguf");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.start();
    models = at("/m.gguf");
    file = folder.resolve("m.gguf");
    part = folder.resolve("m.gguf.part");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private ModelFolder at(String path) throws IOException {
    return of("http://localhost:" + server.getAddress().getPort() + path);
  }

  private ModelFolder of(String url) throws IOException {
    return Manifests.write(folder, Manifests.entry(content, ", \"url\": \"" + url + "\""));
  }

  private void serve(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    ranges.add(String.valueOf(range));
    int from = range == null || !knowsRanges ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
    if (from >= served.length) {
      exchange.sendResponseHeaders(416, -1);
      exchange.close();
      return;
    }
    int length = served.length - from;
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, chunked ? 0 : length);
    OutputStream body = exchange.getResponseBody();
    body.write(served, from, Math.min(length, breakAfter));
    body.flush();
    if (chunked || length <= breakAfter) {
      body.close();
    } else {
      exchange.close(); // in the middle of what was announced
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/m.gguf", "/moved"})
  void aModelIsFetchedWithProgressToItsLastByte(String path) throws Exception {
    models = at(path);
    assertThat(pull()).isEqualTo(file);
    assertThat(file).hasBinaryContent(content);
    assertThat(part).doesNotExist();
    assertThat(progress).isSorted().endsWith((long) LENGTH);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBrokenConnectionIsGoneOnFromWhereItBroke(boolean ending) throws Exception {
    chunked = ending; // an end that looks like a proper one, or a cut in the middle
    breakAfter = LENGTH / 2;
    assertThatThrownBy(this::pull)
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("/m.gguf", "is kept", "try again");
    assertThat(file).doesNotExist();
    assertThat(part).hasBinaryContent(Arrays.copyOf(content, LENGTH / 2));
    breakAfter = Integer.MAX_VALUE;
    progress.clear();
    pull();
    assertThat(file).hasBinaryContent(content);
    assertThat(ranges).containsExactly("null", "bytes=" + LENGTH / 2 + "-");
    assertThat(progress).isSorted().endsWith((long) LENGTH);
    assertThat(progress.getFirst()).as("what was there counts").isGreaterThan(LENGTH / 2);
  }

  @Test
  void aServerThatKnowsNoRangesSendsAllOfItAgain() throws Exception {
    knowsRanges = false;
    Files.write(part, new byte[LENGTH - 5]);
    pull();
    assertThat(file).hasBinaryContent(content);
    assertThat(ranges).containsExactly("bytes=" + (LENGTH - 5) + "-");
  }

  @Test
  void whatWasFetchedWholeIsOnlyChecked() throws Exception {
    Files.write(part, content);
    pull();
    assertThat(file).hasBinaryContent(content);
    assertThat(ranges).isEmpty();
  }

  @Test
  void whatHasAnotherChecksumIsThrownAwayAndFetchedAnew() throws Exception {
    Files.write(part, new byte[1_000]); // of another file
    assertThatThrownBy(this::pull)
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("checksum", Manifests.sha256(content), "thrown away");
    assertThat(part).doesNotExist();
    assertThat(file).doesNotExist();
    pull();
    assertThat(file).hasBinaryContent(content);
  }

  @Test
  void aFileThatWasThereStaysUntilTheNewOneIsWhole() throws Exception {
    Files.writeString(file, "an older model");
    breakAfter = 1_000;
    assertThatThrownBy(this::pull).isInstanceOf(ModelException.class);
    assertThat(file).hasContent("an older model");
    breakAfter = Integer.MAX_VALUE;
    pull();
    assertThat(file).hasBinaryContent(content);
  }

  @Test
  void moreThanTheManifestSaysIsNotTaken() {
    served = Arrays.copyOf(content, 40 * LENGTH);
    assertThatThrownBy(this::pull).isInstanceOf(ModelException.class);
    assertThat(progress.stream().mapToLong(Long::longValue).max().orElse(0))
        .isLessThan(2L * LENGTH);
    assertThat(file).doesNotExist();
    assertThat(part).doesNotExist();
  }

  @Test
  void aShorterFileThanTheManifestSaysEndsInAFreshStart() throws Exception {
    served = Arrays.copyOf(content, 1_000);
    assertThatThrownBy(this::pull).hasMessageContaining("1000");
    assertThatThrownBy(this::pull).hasMessageContaining("cannot go on from byte 1000");
    assertThat(part).doesNotExist();
    served = content;
    pull();
    assertThat(file).hasBinaryContent(content);
  }

  @Test
  void whatIsNotThereIsSaidWithItsStatus() throws Exception {
    models = at("/nosuch");
    assertThatThrownBy(this::pull)
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("/nosuch", "404");
    assertThat(part).doesNotExist();
  }

  @Test
  void aServerThatIsNotThereIsSaidInWords() throws Exception {
    server.stop(0);
    assertThatThrownBy(this::pull)
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("localhost")
        .message()
        .doesNotContain("null", "Exception");
  }

  @Test
  void aModelWithoutAUrlIsSaidByItsId() throws Exception {
    models = Manifests.write(folder, Manifests.entry(content, ""));
    assertThatThrownBy(this::pull)
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("no URL", "m");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "ftp://localhost/m.gguf", "m.gguf", "http:///m"})
  void aUrlThatIsNotOfTheWebIsSaid(String url) throws Exception {
    models = of(url);
    assertThatThrownBy(this::pull).isInstanceOf(ModelException.class).hasMessageContaining(url);
  }

  private Path pull() throws InterruptedException {
    return new ModelPull().pull(models, models.entry("m").orElseThrow(), progress::add);
  }
}
