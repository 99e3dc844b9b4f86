package dev.drago.inference;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A language model that goes on with a conversation. Safe for use by many threads. */
public interface TextGenerator {

  /** The id of the model, as the manifest has it. */
  String model();

  /** How many tokens a conversation and what is written after it may have together. */
  int contextTokens();

  /** How many tokens {@code messages} are, the chat template included. */
  int count(List<ChatMessage> messages);

  /**
   * Writes. Cancelling the result ends the work within one token.
   *
   * @param pieces gets the text as it is written, in order and in whole characters, on the thread
   *     of the model: it must not block. All pieces have been given when the result completes
   * @throws PromptTooLongException when the conversation leaves no room for a token
   * @throws OverloadedException when too many requests wait
   * @throws IllegalArgumentException when the grammar is none
   */
  CompletableFuture<Generated> generate(GenerationRequest request, Consumer<String> pieces);

  /** {@link #generate(GenerationRequest, Consumer)} for who needs only the whole. */
  default CompletableFuture<Generated> generate(GenerationRequest request) {
    return generate(request, piece -> {});
  }
}
