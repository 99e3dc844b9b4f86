package dev.drago.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.drago.inference.ChatMessage;
import dev.drago.inference.GenerationRequest;
import dev.drago.inference.JsonSchema;
import dev.drago.inference.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/chat/completions}: OpenAI's fields that mean something here, and
 * those that clients send and that change nothing. What would change something and cannot be
 * followed is refused by the methods that read it.
 */
record ChatBody(
    @Nullable String model,
    @Nullable List<ChatTurn> messages,
    Optional<Double> temperature,
    @JsonProperty("top_p") Optional<Double> topP,
    @JsonProperty("max_tokens") Optional<Integer> maxTokens,
    @JsonProperty("max_completion_tokens") Optional<Integer> maxCompletionTokens,
    @Nullable JsonNode stop,
    Optional<Long> seed,
    Optional<Integer> n,
    Optional<Boolean> stream,
    @JsonProperty("stream_options") Optional<StreamOptions> streamOptions,
    @JsonProperty("response_format") Optional<ResponseFormat> responseFormat,
    Optional<List<JsonNode>> tools,
    @JsonProperty("tool_choice") @Nullable JsonNode toolChoice,
    @JsonProperty("parallel_tool_calls") Optional<Boolean> parallelToolCalls,
    @JsonProperty("frequency_penalty") Optional<Double> frequencyPenalty,
    @JsonProperty("presence_penalty") Optional<Double> presencePenalty,
    Optional<Boolean> logprobs,
    Optional<Boolean> store,
    Optional<String> user,
    @Nullable JsonNode metadata,
    @JsonProperty("service_tier") Optional<String> serviceTier) {

  private static final int MAX_MESSAGES = 1_000;
  private static final int DEFAULT_TOKENS = 1_024;

  /** Whether the last event of a stream tells how many tokens there were. */
  record StreamOptions(
      @JsonProperty("include_usage") Optional<Boolean> includeUsage,
      @JsonProperty("include_obfuscation") Optional<Boolean> includeObfuscation) {}

  /** {@code text}, {@code json_object}, or {@code json_schema} with a schema. */
  record ResponseFormat(
      @Nullable String type, @JsonProperty("json_schema") Optional<NamedSchema> jsonSchema) {}

  /** A JSON Schema and what a client calls it. */
  record NamedSchema(
      Optional<String> name,
      Optional<String> description,
      @Nullable JsonNode schema,
      Optional<Boolean> strict) {}

  /** Refuses what is asked for and not done here. */
  void check() {
    if (model == null) {
      throw OpenAiException.invalid("model", "the field 'model' is missing");
    }
    refuse("n", n.filter(count -> count != 1).isPresent(), "only one answer is written: 'n' is 1");
    refuse(
        "frequency_penalty",
        frequencyPenalty.filter(p -> p != 0).isPresent(),
        "'frequency_penalty' is not supported");
    refuse(
        "presence_penalty",
        presencePenalty.filter(p -> p != 0).isPresent(),
        "'presence_penalty' is not supported");
    refuse("logprobs", logprobs.orElse(false), "'logprobs' is not supported");
    if (messages == null || messages.isEmpty() || messages.size() > MAX_MESSAGES) {
      throw OpenAiException.invalid(
          "messages", "'messages' must have 1 to %d messages".formatted(MAX_MESSAGES));
    }
  }

  private static void refuse(String parameter, boolean wrong, String message) {
    if (wrong) {
      throw OpenAiException.invalid(parameter, message);
    }
  }

  String modelId() {
    return String.valueOf(model);
  }

  boolean isStreamed() {
    return stream.orElse(false);
  }

  boolean wantsUsage() {
    return streamOptions.flatMap(StreamOptions::includeUsage).orElse(false);
  }

  List<ChatMessage> conversation() {
    List<ChatMessage> conversation = new ArrayList<>();
    for (ChatTurn turn : messages == null ? List.<ChatTurn>of() : messages) {
      conversation.add(turn.message("messages." + conversation.size()));
    }
    return conversation;
  }

  int tokens(int context) {
    int tokens = maxCompletionTokens.or(() -> maxTokens).orElse(Math.min(DEFAULT_TOKENS, context));
    refuse(
        maxCompletionTokens.isPresent() ? "max_completion_tokens" : "max_tokens",
        tokens < 1,
        "at least 1 token must be written, not " + tokens);
    return tokens;
  }

  Sampling sampling() {
    double heat = temperature.orElse((double) Sampling.CHAT.temperature());
    double mass = topP.orElse((double) Sampling.CHAT.topP());
    refuse("temperature", !(heat >= 0 && heat <= 2), "'temperature' must be 0 to 2, not " + heat);
    refuse("top_p", !(mass >= 0 && mass <= 1), "'top_p' must be 0 to 1, not " + mass);
    if (heat == 0) {
      return Sampling.GREEDY;
    }
    return new Sampling(
        (float) heat,
        Sampling.CHAT.topK(),
        Math.max((float) mass, Float.MIN_NORMAL),
        Sampling.CHAT.minP(),
        Sampling.CHAT.repeatPenalty(),
        Long.hashCode(seed.orElse(0L)));
  }

  List<String> stops() {
    List<String> stops = new ArrayList<>();
    if (stop == null || stop.isNull()) {
      return stops;
    }
    for (JsonNode string : stop.isArray() ? stop : List.of(stop)) {
      refuse("stop", !string.isTextual() || string.asText().isEmpty(), "'stop' must be strings");
      stops.add(string.asText());
    }
    refuse(
        "stop",
        stops.size() > GenerationRequest.MAX_STOP,
        "at most %d stop strings are watched for".formatted(GenerationRequest.MAX_STOP));
    return stops;
  }

  /** The grammar of the answer's form, where one is asked for. */
  Optional<String> grammar() {
    String type = responseFormat.map(format -> String.valueOf(format.type())).orElse("text");
    return switch (type) {
      case "text" -> Optional.empty();
      case "json_object" -> Optional.of(JsonSchema.JSON_OBJECT);
      case "json_schema" -> {
        JsonNode schema =
            responseFormat
                .flatMap(ResponseFormat::jsonSchema)
                .map(NamedSchema::schema)
                .orElseThrow(
                    () ->
                        OpenAiException.invalid(
                            "response_format", "'json_schema' has no 'schema'"));
        try {
          yield Optional.of(JsonSchema.grammar(schema));
        } catch (IllegalArgumentException e) {
          throw OpenAiException.invalid("response_format", String.valueOf(e.getMessage()));
        }
      }
      default ->
          throw OpenAiException.invalid(
              "response_format",
              "'response_format' must be of type 'text', 'json_object' or 'json_schema'");
    };
  }
}
