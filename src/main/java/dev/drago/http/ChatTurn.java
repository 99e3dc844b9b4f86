package dev.drago.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.drago.inference.ChatMessage;
import dev.drago.inference.ChatMessage.Role;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One message of a request, as OpenAI's clients write it; what they send empty is let pass. */
record ChatTurn(
    @Nullable String role,
    @Nullable JsonNode content,
    Optional<String> name,
    @JsonProperty("tool_calls") Optional<List<ToolCall>> toolCalls,
    @JsonProperty("tool_call_id") Optional<String> toolCallId,
    @Nullable JsonNode refusal,
    @Nullable JsonNode annotations,
    @Nullable JsonNode audio,
    @JsonProperty("function_call") @Nullable JsonNode functionCall) {

  /** A call of a tool that the assistant wrote before. */
  record ToolCall(
      Optional<String> id,
      Optional<String> type,
      @Nullable ToolFunction function,
      Optional<Integer> index) {}

  /** The function called; its arguments are JSON in a string. */
  record ToolFunction(@Nullable String name, Optional<String> arguments) {}

  /** The message, {@code at} where it is in the request. */
  ChatMessage message(String at) {
    Role speaker =
        switch (String.valueOf(role)) {
          case "system", "developer" -> Role.SYSTEM;
          case "user" -> Role.USER;
          case "assistant" -> Role.ASSISTANT;
          case "tool" -> Role.TOOL;
          default ->
              throw OpenAiException.invalid(
                  at + ".role",
                  "'role' must be 'system', 'developer', 'user', 'assistant' or 'tool', not '%s'"
                      .formatted(role));
        };
    StringBuilder text = new StringBuilder(text(at));
    List<ToolCall> calls = toolCalls.orElse(List.of());
    for (int i = 0; i < calls.size(); i++) {
      text.append(text.isEmpty() ? "" : "\n")
          .append(written(calls.get(i), at + ".tool_calls." + i));
    }
    return new ChatMessage(speaker, text.toString());
  }

  private static String written(ToolCall call, String at) {
    ToolFunction function = call.function();
    String name = function == null ? null : function.name();
    if (function == null || name == null) {
      throw OpenAiException.invalid(at, "a call of a tool has no 'function' with a 'name'");
    }
    return ChatTools.written(name, function.arguments());
  }

  private String text(String at) {
    if (content == null || content.isNull()) {
      if (toolCalls.isEmpty()) {
        throw OpenAiException.invalid(at + ".content", "a message has no 'content'");
      }
      return "";
    }
    if (content.isTextual()) {
      return content.asText();
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content.isArray() ? content : List.of(content)) {
      if (!part.path("type").asText().equals("text") || !part.path("text").isTextual()) {
        throw OpenAiException.invalid(
            at + ".content", "'content' must be a string or parts of the type 'text'");
      }
      text.append(text.isEmpty() ? "" : "\n").append(part.path("text").asText());
    }
    return text.toString();
  }
}
