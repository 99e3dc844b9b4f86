package dev.drago.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drago.http.ChatTools.Call;
import dev.drago.inference.Generated;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** An answer as OpenAI's clients read it: whole, or as the chunks of a stream. */
final class ChatCompletion {

  private final String id = "chatcmpl-" + compactId();
  private final long created = Instant.now().getEpochSecond();
  private final String model;

  ChatCompletion(String model) {
    this.model = model;
  }

  /** How a text ended. */
  static String finish(Generated.Finish finish, List<Call> calls) {
    if (!calls.isEmpty()) {
      return "tool_calls";
    }
    return switch (finish) {
      case STOP -> "stop";
      case LENGTH, DEADLINE -> "length";
    };
  }

  ObjectNode whole(
      String text,
      List<Call> calls,
      String finish,
      Optional<Generated> generated,
      List<String> degraded) {
    ObjectNode answer = head("chat.completion");
    ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
    ObjectNode message = choice.putObject("message").put("role", "assistant");
    if (text.isEmpty() && !calls.isEmpty()) {
      message.putNull("content");
    } else {
      message.put("content", text);
    }
    if (!calls.isEmpty()) {
      put(calls, message.putArray("tool_calls"), false);
    }
    choice.put("finish_reason", finish);
    answer.set("usage", usage(generated));
    degraded(answer, degraded);
    return answer;
  }

  /** The first chunk: who speaks. */
  ObjectNode opening() {
    ObjectNode chunk = head("chat.completion.chunk");
    choice(chunk).putObject("delta").put("role", "assistant").put("content", "");
    return chunk;
  }

  ObjectNode piece(String text) {
    ObjectNode chunk = head("chat.completion.chunk");
    choice(chunk).putObject("delta").put("content", text);
    return chunk;
  }

  ObjectNode calls(List<Call> calls) {
    ObjectNode chunk = head("chat.completion.chunk");
    put(calls, choice(chunk).putObject("delta").putArray("tool_calls"), true);
    return chunk;
  }

  ObjectNode closing(String finish, List<String> degraded) {
    ObjectNode chunk = head("chat.completion.chunk");
    ObjectNode choice = choice(chunk);
    choice.putObject("delta");
    choice.put("finish_reason", finish);
    degraded(chunk, degraded);
    return chunk;
  }

  /** The chunk after the last, for who asked for it. */
  ObjectNode counted(Optional<Generated> generated) {
    ObjectNode chunk = head("chat.completion.chunk");
    chunk.putArray("choices");
    chunk.set("usage", usage(generated));
    return chunk;
  }

  private ObjectNode head(String object) {
    return Json.MAPPER
        .createObjectNode()
        .put("id", id)
        .put("object", object)
        .put("created", created)
        .put("model", model);
  }

  private static ObjectNode choice(ObjectNode chunk) {
    return chunk.putArray("choices").addObject().put("index", 0).putNull("finish_reason");
  }

  private static void put(List<Call> calls, ArrayNode into, boolean numbered) {
    for (Call call : calls) {
      ObjectNode node = into.addObject();
      if (numbered) {
        node.put("index", into.size() - 1);
      }
      node.put("id", "call_" + compactId()).put("type", "function");
      node.putObject("function").put("name", call.name()).put("arguments", call.arguments());
    }
  }

  private static ObjectNode usage(Optional<Generated> generated) {
    int prompt = generated.map(Generated::promptTokens).orElse(0);
    int written = generated.map(Generated::tokens).orElse(0);
    ObjectNode usage =
        Json.MAPPER
            .createObjectNode()
            .put("prompt_tokens", prompt)
            .put("completion_tokens", written)
            .put("total_tokens", prompt + written);
    usage
        .putObject("prompt_tokens_details")
        .put("cached_tokens", generated.map(Generated::cachedTokens).orElse(0));
    return usage;
  }

  private static void degraded(ObjectNode answer, List<String> degraded) {
    if (!degraded.isEmpty()) {
      degraded.forEach(answer.putArray("degraded")::add);
    }
  }

  private static String compactId() {
    return UUID.randomUUID().toString().replace("-", "").substring(0, 24);
  }
}
