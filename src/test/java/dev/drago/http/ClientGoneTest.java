package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drago.inference.CallerGoneException;
import dev.drago.inference.ChatMessage;
import dev.drago.inference.ChatModel;
import dev.drago.inference.Generated;
import dev.drago.inference.GenerationRequest;
import dev.drago.inference.TextGenerator;
import dev.drago.inference.TinyChat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A client that closes its socket ends what a real model computes for it, streamed or not, begun or
 * still waiting. The model has random weights and stands still at its first token until the test
 * lets it go on.
 */
final class ClientGoneTest {

  private static final PausingChat CHAT = new PausingChat();

  @RegisterExtension static final TestServer SERVER = new TestServer(CHAT);

  /** A chat model that waits at its first piece until its answer is wanted no more. */
  private static final class PausingChat implements TextGenerator {
    private final ChatModel model;
    private final AtomicInteger pieces = new AtomicInteger();
    private volatile CountDownLatch begun = new CountDownLatch(1);
    private volatile CountDownLatch goOn = new CountDownLatch(1);
    private volatile List<CompletableFuture<Generated>> asked = List.of();

    PausingChat() {
      try {
        Path folder = Files.createTempDirectory("drago-gone");
        model = new TinyChat(folder, List.of(), 3).open();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    void reset() {
      goOn.countDown(); // whatever a test before left standing
      pieces.set(0);
      begun = new CountDownLatch(1);
      goOn = new CountDownLatch(1);
      asked = List.of();
    }

    @Override
    public String model() {
      return "pausing";
    }

    @Override
    public int contextTokens() {
      return model.contextTokens();
    }

    @Override
    public int count(List<ChatMessage> messages) {
      return model.count(messages);
    }

    @Override
    public synchronized CompletableFuture<Generated> generate(
        GenerationRequest request, Consumer<String> consumer) {
      CompletableFuture<Generated> answer =
          model.generate(
              request,
              piece -> {
                pieces.incrementAndGet();
                begun.countDown();
                pause();
                consumer.accept(piece);
              });
      asked =
          java.util.stream.Stream.concat(asked.stream(), java.util.stream.Stream.of(answer))
              .toList();
      return answer;
    }

    private void pause() {
      try {
        goOn.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @BeforeEach
  void begin() {
    CHAT.reset();
  }

  @AfterAll
  static void close() {
    CHAT.goOn.countDown(); // or a test that failed would keep the model from its end
    CHAT.model.close();
  }

  private static Socket ask(boolean streamed) throws IOException {
    String body =
        "{\"model\":\"pausing\",\"max_tokens\":300,\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"Go on.\"}]}"
            .formatted(streamed);
    return post("/v1/chat/completions", "application/json", body);
  }

  private static Socket post(String path, String type, String body) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), SERVER.port());
    socket
        .getOutputStream()
        .write(
            "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(path, type, body.length(), body)
                .getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  private static void requireBegun() throws InterruptedException {
    assertThat(CHAT.begun.await(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    // The model may write its first piece before who asked it has the answer to hold on to.
    await().atMost(Duration.ofSeconds(20)).until(() -> !CHAT.asked.isEmpty());
  }

  private void requireGivenUp(CompletableFuture<Generated> answer) {
    await().atMost(Duration.ofSeconds(20)).until(answer::isDone);
    assertThat(answer.handle((text, e) -> e).join())
        .isNotNull()
        .satisfies(e -> assertThat(CallerGoneException.isCauseOf(e)).isTrue());
  }

  private void requireAtRest() {
    await().atMost(Duration.ofSeconds(20)).until(() -> CHAT.model.use().active() == 0);
    assertThat(CHAT.pieces.get())
        .as("pieces: the one it stood at, and that of one step")
        .isLessThanOrEqualTo(2);
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(SERVER.client().get("/metrics").is(200).body())
                    .contains("drago_http_requests_in_flight 0.0"));
  }

  @Test
  void anAnswerThatIsNotStreamed() throws Exception {
    Socket socket = ask(false);
    requireBegun();
    socket.close();
    requireGivenUp(CHAT.asked.getFirst());
    CHAT.goOn.countDown();
    requireAtRest();
  }

  @Test
  void anAnswerThatIsStreamed() throws Exception {
    Socket socket = ask(true);
    requireBegun();
    socket.close();
    requireGivenUp(CHAT.asked.getFirst());
    CHAT.goOn.countDown();
    requireAtRest();
  }

  @Test
  void anAnswerThatStillWaitsForTheModel() throws Exception {
    long before = CHAT.model.use().promptTokens();
    Socket first = ask(false);
    requireBegun();
    long one = CHAT.model.use().promptTokens() - before;
    Socket second = ask(false);
    await().atMost(Duration.ofSeconds(20)).until(() -> CHAT.asked.size() == 2);
    second.close();
    requireGivenUp(CHAT.asked.getLast());
    first.close();
    requireGivenUp(CHAT.asked.getFirst());
    CHAT.goOn.countDown();
    requireAtRest();
    assertThat(CHAT.model.use().promptTokens() - before).as("prompts begun").isEqualTo(one);
  }

  /** Lines are answered on threads of their own: their jobs are the client's all the same. */
  @Test
  void aBatch() throws Exception {
    Socket socket =
        post(
            "/v1/recommendations/batch",
            "application/jsonl",
            "{\"like\":[\"last-orbit\"],\"explain\":\"text\",\"count\":1}\n".repeat(20));
    requireBegun();
    socket.close();
    requireGivenUp(CHAT.asked.getFirst());
    CHAT.goOn.countDown();
    requireAtRest();
    assertThat(CHAT.asked).as("lines begun").hasSizeLessThanOrEqualTo(8);
  }

  @Test
  void theLinesOfABatchComeWhileTheNextOneIsBeingMade() throws Exception {
    String line =
        "{\"like\":[\"last-orbit\"],\"count\":1,\"explain\":\"%s\",\"timeoutMs\":60000}\n";
    try (Socket socket =
        post(
            "/v1/recommendations/batch",
            "application/jsonl",
            line.formatted("none") + line.formatted("text"))) {
      socket.setSoTimeout(20_000);
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      requireBegun();
      skipTo(answer, "{\"line\":1,");
      assertThat(CHAT.asked.getFirst().isDone()).isFalse();
      CHAT.goOn.countDown();
      skipTo(answer, "{\"line\":2,");
    }
  }

  private static void skipTo(BufferedReader lines, String start) throws IOException {
    String line = lines.readLine();
    while (line != null && !line.startsWith(start)) {
      line = lines.readLine();
    }
    assertThat(line).isNotNull();
  }

  @Test
  void whoStaysIsAnsweredAndTheNextOneToo() throws Exception {
    CHAT.goOn.countDown();
    Client client = SERVER.client();
    for (int i = 0; i < 3; i++) {
      client
          .post(
              "/v1/chat/completions",
              "{\"model\":\"pausing\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\"%d\"}]}"
                  .formatted(i))
          .is(200);
    }
    assertThat(CHAT.asked).hasSize(3);
    assertThat(CHAT.asked).allSatisfy(answer -> assertThat(answer).isCompleted());
  }
}
