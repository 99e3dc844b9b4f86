package dev.drago.http;

import dev.drago.inference.ChatMessage;
import dev.drago.inference.ChatMessage.Role;
import dev.drago.inference.Generated;
import dev.drago.inference.Generated.Finish;
import dev.drago.inference.GenerationRequest;
import dev.drago.inference.OverloadedException;
import dev.drago.inference.PromptTooLongException;
import dev.drago.inference.TextGenerator;
import dev.drago.llama.Grammar;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A chat model that says what its reader can foresee: it calls the tool for the weather when one is
 * described to it, fills in forms, goes on for ever when told to, and otherwise repeats what was
 * said last. A token of it is a word.
 */
final class ScriptedChat implements TextGenerator {

  static final String MODEL = "scripted-chat";
  static final int CONTEXT = 1_000;

  private static final List<String> FORMS =
      List.of(
          "{\"title\": \"Heat\", \"year\": 1995}",
          "<tool_call>\n{\"name\": \"weather\", \"arguments\": {\"city\": \"Oslo\"}}\n</tool_call>",
          "<tool_call>\n{\"name\": \"search_films\", \"arguments\": {\"query\": \"space\"}}\n"
              + "</tool_call>",
          "{\"answer\": 42}");

  /** Texts that were ended before their end. */
  final AtomicInteger cancelled = new AtomicInteger();

  /** The last request. */
  volatile List<ChatMessage> asked = List.of();

  /** How long it may take. */
  volatile Duration patience = Duration.ZERO;

  @Override
  public String model() {
    return MODEL;
  }

  @Override
  public int contextTokens() {
    return CONTEXT;
  }

  @Override
  public int count(List<ChatMessage> messages) {
    return messages.stream().mapToInt(m -> m.content().split("\\s+", -1).length).sum();
  }

  @Override
  public CompletableFuture<Generated> generate(GenerationRequest request, Consumer<String> pieces) {
    asked = request.messages();
    patience = Duration.ofNanos(request.deadline().remainingNanos());
    String last = request.messages().getLast().content();
    int prompt = count(request.messages());
    if (prompt >= CONTEXT) {
      throw new PromptTooLongException(prompt, CONTEXT);
    }
    if (last.contains("overloaded")) {
      throw new OverloadedException("the chat model", 8);
    }
    CompletableFuture<Generated> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              if (last.contains("break down")) {
                result.completeExceptionally(new IllegalStateException("broken"));
                return;
              }
              if (last.contains("dawdle")) {
                result.completeExceptionally(new TimeoutException("late"));
                return;
              }
              write(request, answer(request), prompt, pieces, result);
            });
    return result;
  }

  private void write(
      GenerationRequest request,
      String text,
      int prompt,
      Consumer<String> pieces,
      CompletableFuture<Generated> result) {
    StringBuilder written = new StringBuilder();
    int tokens = 0;
    Finish finish = Finish.STOP;
    boolean endless = text.equals("for ever");
    for (int at = 0; endless || at < text.length(); ) {
      if (result.isCancelled()) {
        cancelled.incrementAndGet();
        return;
      }
      if (tokens == request.maxTokens()) {
        finish = Finish.LENGTH;
        break;
      }
      String piece = "and on ";
      if (endless) {
        LockSupport.parkNanos(1_000_000);
      } else {
        int end = text.offsetByCodePoints(at, Math.min(5, text.codePointCount(at, text.length())));
        piece = text.substring(at, end);
        at = end;
      }
      written.append(piece);
      tokens++;
      pieces.accept(piece);
    }
    result.complete(new Generated(written.toString(), finish, prompt, 0, tokens, 1, 2));
  }

  private static String answer(GenerationRequest request) {
    ChatMessage last = request.messages().getLast();
    boolean tools = request.messages().getFirst().content().contains("<tools>");
    if (request.grammar().isPresent()) {
      Grammar grammar = Grammar.parse(request.grammar().get());
      return FORMS.stream().filter(grammar::matches).findFirst().orElse("{}");
    }
    if (last.role() == Role.TOOL) {
      return "The tool says: " + last.content();
    }
    if (tools && last.content().contains("weather")) {
      return "Let me see.\n" + FORMS.get(1);
    }
    if (tools && last.content().contains("film")) {
      return FORMS.get(2);
    }
    if (last.content().contains("for ever")) {
      return "for ever";
    }
    if (last.content().contains("These items were found")) {
      return "In Last Orbit the crew has too few places. The crew of Last Orbit has one capsule. You might"
          + " also like Jaws by Spielberg. It is a cheerful musical about dentists.";
    }
    return "You said: " + last.content();
  }
}
