package dev.drago.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drago.inference.ChatMessage;
import dev.drago.inference.ChatMessage.Role;
import dev.drago.inference.JsonSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tools a client offers and how a model calls them: as Qwen 2.5 was trained to, a JSON object
 * between {@code <tool_call>} and {@code </tool_call>}. A call is handed back to the client, which
 * runs it and sends the result; nothing is run here.
 *
 * @param declarations the tools by name, as they were declared
 * @param forced the only tool that may be called, where one must be
 * @param required whether a call must be written
 */
record ChatTools(Map<String, JsonNode> declarations, Optional<String> forced, boolean required) {

  static final String OPEN = "<tool_call>";
  static final String CLOSE = "</tool_call>";

  private static final int MAX_TOOLS = 128;

  /** A call that a model wrote. */
  record Call(String name, String arguments) {}

  /** What a model wrote: text, and after it calls. */
  record Reading(String text, List<Call> calls) {}

  static ChatTools of(ChatBody body) {
    Map<String, JsonNode> declared = new LinkedHashMap<>();
    for (JsonNode tool : body.tools().orElse(List.of())) {
      String name = tool.path("function").path("name").asText();
      if (!tool.path("type").asText().equals("function") || !name.matches("[A-Za-z0-9_.-]{1,64}")) {
        throw OpenAiException.invalid(
            "tools." + declared.size(),
            "a tool must be of type 'function' with a name of letters, digits, '_', '-' and '.'");
      }
      if (declared.put(name, tool) != null || declared.size() > MAX_TOOLS) {
        throw OpenAiException.invalid(
            "tools", "at most %d tools, each with a name of its own".formatted(MAX_TOOLS));
      }
    }
    JsonNode choice = body.toolChoice();
    String named = choice == null ? "" : choice.path("function").path("name").asText();
    if (!named.isEmpty()) {
      if (!declared.containsKey(named)) {
        throw OpenAiException.invalid("tool_choice", "no tool '%s' is declared".formatted(named));
      }
      return new ChatTools(declared, Optional.of(named), true);
    }
    return switch (choice == null || choice.isNull() ? "auto" : choice.asText()) {
      case "auto" -> new ChatTools(declared, Optional.empty(), false);
      case "none" -> new ChatTools(Map.of(), Optional.empty(), false);
      case "required" -> {
        if (declared.isEmpty()) {
          throw OpenAiException.invalid("tool_choice", "no tool is declared");
        }
        Optional<String> only =
            declared.size() == 1 ? declared.keySet().stream().findFirst() : Optional.empty();
        yield new ChatTools(declared, only, true);
      }
      default ->
          throw OpenAiException.invalid(
              "tool_choice", "'tool_choice' must be 'none', 'auto', 'required' or name a function");
    };
  }

  boolean isEmpty() {
    return declarations.isEmpty();
  }

  /** The conversation with the tools described in its system message, in the words of training. */
  List<ChatMessage> describedIn(List<ChatMessage> conversation) {
    if (isEmpty()) {
      return conversation;
    }
    StringBuilder text = new StringBuilder("# Tools\n\n");
    text.append("You may call one or more functions to assist with the user query.\n\n");
    text.append("You are provided with function signatures within <tools></tools> XML tags:\n");
    text.append("<tools>\n");
    declarations.values().forEach(tool -> text.append(tool).append('\n'));
    text.append("</tools>\n\nFor each function call, return a json object with function name and");
    text.append(" arguments within <tool_call></tool_call> XML tags:\n<tool_call>\n");
    text.append("{\"name\": <function-name>, \"arguments\": <args-json-object>}\n</tool_call>");
    List<ChatMessage> described = new ArrayList<>(conversation);
    boolean system = described.getFirst().role() == Role.SYSTEM;
    String before = system ? described.removeFirst().content() : "You are a helpful assistant.";
    described.addFirst(ChatMessage.system(before + "\n\n" + text));
    return described;
  }

  /** The grammar of a call, where one must be written. */
  Optional<String> grammar() {
    if (!required) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          forced
              .map(
                  name ->
                      JsonSchema.within(
                          OPEN + "\n{\"name\": \"" + name + "\", \"arguments\": ",
                          parameters(name),
                          "}\n" + CLOSE))
              .orElseGet(() -> JsonSchema.within(OPEN + "\n", anyCall(), "\n" + CLOSE)));
    } catch (IllegalArgumentException e) {
      throw OpenAiException.invalid("tools", String.valueOf(e.getMessage()));
    }
  }

  private JsonNode parameters(String name) {
    JsonNode declared =
        declarations.getOrDefault(name, Json.MAPPER.nullNode()).path("function").path("parameters");
    return declared.isObject() && !declared.isEmpty()
        ? declared
        : Json.MAPPER.createObjectNode().put("type", "object");
  }

  private JsonNode anyCall() {
    ObjectNode call = Json.MAPPER.createObjectNode().put("type", "object");
    call.putArray("required").add("name").add("arguments");
    ObjectNode properties = call.putObject("properties");
    declarations.keySet().forEach(properties.putObject("name").putArray("enum")::add);
    properties.putObject("arguments").put("type", "object");
    return call;
  }

  /** A call as a model writes it. */
  static String written(String name, Optional<String> arguments) {
    ObjectNode call = Json.MAPPER.createObjectNode().put("name", name);
    try {
      call.set("arguments", Json.MAPPER.readTree(arguments.orElse("{}")));
    } catch (JsonProcessingException e) {
      call.put("arguments", arguments.orElse("")); // what a model wrote once, right or wrong
    }
    return OPEN + "\n" + call + "\n" + CLOSE;
  }

  /** Takes what a model wrote apart. What looks like a call and is none stays text. */
  Reading read(String written) {
    StringBuilder text = new StringBuilder();
    List<Call> calls = new ArrayList<>();
    int at = 0;
    while (at < written.length()) {
      int open = isEmpty() ? -1 : written.indexOf(OPEN, at);
      if (open < 0) {
        break;
      }
      int close = written.indexOf(CLOSE, open);
      int end = close < 0 ? written.length() : close;
      Optional<Call> call = call(written.substring(open + OPEN.length(), end));
      int next = close < 0 ? end : end + CLOSE.length();
      text.append(written, at, call.isPresent() ? open : next);
      call.ifPresent(calls::add);
      at = next;
    }
    text.append(written, at, written.length());
    return new Reading(calls.isEmpty() ? text.toString() : text.toString().strip(), calls);
  }

  private Optional<Call> call(String json) {
    try {
      JsonNode call = Json.MAPPER.readTree(json);
      String name = call.path("name").asText();
      JsonNode arguments = call.path("arguments");
      return declarations.containsKey(name) && arguments.isObject()
          ? Optional.of(new Call(name, arguments.toString()))
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
