package dev.drago.inference;

import dev.drago.llama.Grammar;
import java.util.List;
import java.util.Optional;

/**
 * What a language model is to write.
 *
 * @param messages the conversation so far; at least one
 * @param maxTokens the most tokens to write, from 1
 * @param stop strings before which the text ends; none of them is part of it
 * @param grammar a GBNF grammar the text must follow, as {@link Grammar#parse} reads it
 * @param deadline after which it ends where it is
 */
public record GenerationRequest(
    List<ChatMessage> messages,
    int maxTokens,
    Sampling sampling,
    List<String> stop,
    Optional<String> grammar,
    Deadline deadline) {

  public static final int MAX_STOP = 16;

  public GenerationRequest {
    messages = List.copyOf(messages);
    stop = List.copyOf(stop);
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("a conversation needs at least one message");
    }
    if (maxTokens < 1) {
      throw new IllegalArgumentException(
          "at least 1 token must be written, not %d".formatted(maxTokens));
    }
    if (stop.size() > MAX_STOP || stop.stream().anyMatch(String::isEmpty)) {
      throw new IllegalArgumentException(
          "at most %d stop strings, none of them empty".formatted(MAX_STOP));
    }
    grammar.ifPresent(Grammar::parse); // throws a sentence that says where it is broken
  }

  /** The likeliest text after {@code messages}, free in form. */
  public static GenerationRequest greedy(
      List<ChatMessage> messages, int maxTokens, Deadline deadline) {
    return new GenerationRequest(
        messages, maxTokens, Sampling.GREEDY, List.of(), Optional.empty(), deadline);
  }
}
