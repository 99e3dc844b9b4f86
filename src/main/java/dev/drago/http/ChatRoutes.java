package dev.drago.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drago.conversation.CatalogueReply;
import dev.drago.http.ChatTools.Reading;
import dev.drago.inference.ChatMessage;
import dev.drago.inference.ChatMessage.Role;
import dev.drago.inference.Deadline;
import dev.drago.inference.Generated;
import dev.drago.inference.GenerationRequest;
import dev.drago.inference.PromptTooLongException;
import dev.drago.inference.TextGenerator;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code POST /v1/chat/completions}, in OpenAI's shape.
 *
 * <p>Two kinds of model answer. The chat model, by its id, is the language model as it is: tools
 * are the client's, and their calls are handed back. {@value OpenAiModels#CATALOGUE} answers out of
 * the catalogue: it searches and recommends for the last message of the user, and names nothing
 * else; it works without a language model too.
 */
final class ChatRoutes implements HttpService {

  /** How long is written while somebody reads along, and can go away. */
  private static final Duration STREAM_PATIENCE = Duration.ofMinutes(5);

  /** How long where nobody reads before the end: who has gone is not noticed until then. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** No tokenizer makes fewer tokens of a text than one for so many characters. */
  private static final long MOST_CHARACTERS_A_TOKEN = 64;

  /** What a tokenizer reads at once is 4 MiB, and a character up to three bytes of it. */
  private static final long MOST_CHARACTERS = 1_000_000;

  private final OpenAiModels models;
  private final CatalogueReply catalogue;

  ChatRoutes(OpenAiModels models, CatalogueReply catalogue) {
    this.models = models;
    this.catalogue = catalogue;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.post("/chat/completions", new OpenAiHandler(this::complete));
  }

  private void complete(ServerRequest request, ServerResponse response) throws Exception {
    ChatBody body = Json.read(request, ChatBody.class);
    body.check();
    if (body.modelId().equals(OpenAiModels.CATALOGUE)) {
      answerFromCatalogue(body, response);
      return;
    }
    TextGenerator generator =
        models
            .chat()
            .filter(chat -> chat.model().equals(body.modelId()))
            .orElseThrow(() -> OpenAiException.noModel(body.modelId(), models.writers()));
    ChatTools tools = ChatTools.of(body);
    GenerationRequest asked = request(body, tools, generator);
    ChatCompletion completion = new ChatCompletion(body.modelId());
    Pieces pieces = Pieces.of(generator, asked);
    try {
      if (body.isStreamed()) {
        pieces.awaitFirst(); // a refusal has a status of its own as long as nothing was sent
        try (EventStream events = EventStream.open(response)) {
          stream(events, completion, body, tools, pieces);
        }
      } else {
        Json.send(response, whole(completion, tools, pieces.join()));
      }
    } finally {
      pieces.cancel();
    }
  }

  private static ObjectNode whole(ChatCompletion completion, ChatTools tools, Generated generated) {
    Reading reading = tools.read(generated.text());
    String finish = ChatCompletion.finish(generated.finish(), reading.calls());
    return completion.whole(
        reading.text(), reading.calls(), finish, Optional.of(generated), List.of());
  }

  private static void stream(
      EventStream events, ChatCompletion completion, ChatBody body, ChatTools tools, Pieces pieces)
      throws Exception {
    events.send(completion.opening());
    StringBuilder written = new StringBuilder();
    int sent = 0;
    for (Optional<String> piece = pieces.next(); piece.isPresent(); piece = pieces.next()) {
      written.append(piece.get());
      int safe = tools.isEmpty() ? written.length() : textBefore(written);
      if (safe > sent) {
        events.send(completion.piece(written.substring(sent, safe)));
        sent = safe;
      }
    }
    Generated generated;
    try {
      generated = pieces.join();
    } catch (RuntimeException e) {
      events.send(OpenAiHandler.logged(body.modelId(), e).body());
      return;
    }
    Reading reading = tools.read(written.toString());
    if (reading.calls().isEmpty() && sent < written.length()) {
      events.send(completion.piece(written.substring(sent)));
    }
    if (!reading.calls().isEmpty()) {
      events.send(completion.calls(reading.calls()));
    }
    String finish = ChatCompletion.finish(generated.finish(), reading.calls());
    close(events, completion.closing(finish, List.of()), completion, body, Optional.of(generated));
  }

  /** How much is text for certain: not what is a call, or may become one. */
  private static int textBefore(StringBuilder written) {
    int call = written.indexOf(ChatTools.OPEN);
    if (call >= 0) {
      return call;
    }
    int from = Math.max(0, written.length() - ChatTools.OPEN.length());
    for (int i = from; i < written.length(); i++) {
      if (ChatTools.OPEN.startsWith(written.substring(i))) {
        return i;
      }
    }
    return written.length();
  }

  private static void close(
      EventStream events,
      ObjectNode last,
      ChatCompletion completion,
      ChatBody body,
      Optional<Generated> generated) {
    events.send(last);
    if (body.wantsUsage()) {
      events.send(completion.counted(generated));
    }
    events.sendText("[DONE]");
  }

  private static GenerationRequest request(
      ChatBody body, ChatTools tools, TextGenerator generator) {
    Optional<String> form = body.grammar();
    if (form.isPresent() && !tools.isEmpty()) {
      throw OpenAiException.invalid(
          "response_format", "'response_format' and 'tools' exclude each other");
    }
    List<ChatMessage> conversation = tools.describedIn(body.conversation());
    requireRoom(conversation, generator);
    return new GenerationRequest(
        conversation,
        body.tokens(generator.contextTokens()),
        body.sampling(),
        body.stops(),
        form.or(tools::grammar),
        Deadline.in(body.isStreamed() ? STREAM_PATIENCE : PATIENCE));
  }

  /** A text far too long is refused before it is tokenized. */
  private static void requireRoom(List<ChatMessage> conversation, TextGenerator generator) {
    long characters = conversation.stream().mapToLong(m -> m.content().length()).sum();
    if (characters > MOST_CHARACTERS_A_TOKEN * generator.contextTokens()) {
      throw new PromptTooLongException(
          (int) (characters / MOST_CHARACTERS_A_TOKEN), generator.contextTokens());
    }
    if (characters > MOST_CHARACTERS) {
      throw new OpenAiException(
          Status.BAD_REQUEST_400,
          "the messages and tools have %d characters, and at most %d are read"
              .formatted(characters, MOST_CHARACTERS),
          Optional.of("messages"),
          Optional.of("context_length_exceeded"));
    }
  }

  private void answerFromCatalogue(ChatBody body, ServerResponse response) {
    if (body.tools().filter(tools -> !tools.isEmpty()).isPresent() || body.grammar().isPresent()) {
      throw OpenAiException.invalid(
          body.grammar().isPresent() ? "response_format" : "tools",
          "'%s' searches the catalogue itself and answers in words: 'tools' and 'response_format' are for the chat model"
              .formatted(OpenAiModels.CATALOGUE));
    }
    String wish =
        body.conversation().reversed().stream()
            .filter(message -> message.role() == Role.USER)
            .findFirst()
            .map(ChatMessage::content)
            .filter(content -> !content.isBlank())
            .orElseThrow(
                () -> OpenAiException.invalid("messages", "the user has not said anything"));
    ChatCompletion completion = new ChatCompletion(body.modelId());
    Deadline deadline = Deadline.in(PATIENCE);
    if (!body.isStreamed()) {
      StringBuilder text = new StringBuilder();
      CatalogueReply.Reply reply = catalogue.answer(wish, deadline, text::append);
      Json.send(
          response,
          completion.whole(
              text.toString(), List.of(), "stop", reply.generated(), reply.degraded()));
      return;
    }
    OpenedStream stream = new OpenedStream(response, completion);
    try {
      CatalogueReply.Reply reply = catalogue.answer(wish, deadline, stream::piece);
      close(
          stream.events(),
          completion.closing("stop", reply.degraded()),
          completion,
          body,
          reply.generated());
    } finally {
      stream.close();
    }
  }

  /** A stream that opens with its first piece: what fails before has a status of its own. */
  private static final class OpenedStream {
    private final ServerResponse response;
    private final ChatCompletion completion;
    private Optional<EventStream> events = Optional.empty();

    OpenedStream(ServerResponse response, ChatCompletion completion) {
      this.response = response;
      this.completion = completion;
    }

    EventStream events() {
      if (events.isEmpty()) {
        events = Optional.of(EventStream.open(response));
        events.get().send(completion.opening());
      }
      return events.get();
    }

    void piece(String text) {
      events().send(completion.piece(text));
    }

    void close() {
      events.ifPresent(EventStream::close);
    }
  }
}
