package dev.drago.knowledge;

import dev.drago.inference.ChatMessage;
import dev.drago.inference.Generated;
import dev.drago.inference.GenerationRequest;
import dev.drago.inference.TextGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** A language model that says what a test wants, a few characters at a time. */
class FakeGenerator implements TextGenerator {

  final List<GenerationRequest> asked = new ArrayList<>();
  private final Function<String, String> answer;

  /**
   * @param answer from the last message, the one with the passages
   */
  FakeGenerator(Function<String, String> answer) {
    this.answer = answer;
  }

  @Override
  public String model() {
    return "fake";
  }

  @Override
  public int contextTokens() {
    return 4_096;
  }

  @Override
  public int count(List<ChatMessage> messages) {
    return messages.stream().mapToInt(message -> message.content().length() / 4).sum();
  }

  @Override
  public CompletableFuture<Generated> generate(GenerationRequest request, Consumer<String> pieces) {
    asked.add(request);
    return CompletableFuture.supplyAsync(
        () -> {
          String text = answer.apply(request.messages().getLast().content());
          for (int i = 0; i < text.length(); i += 3) {
            pieces.accept(text.substring(i, Math.min(text.length(), i + 3)));
          }
          return new Generated(text, Generated.Finish.STOP, 1, 0, 1, 1, 1);
        });
  }
}
