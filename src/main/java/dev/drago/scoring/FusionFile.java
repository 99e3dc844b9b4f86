package dev.drago.scoring;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drago.scoring.FusionWeights.Knot;
import dev.drago.scoring.FusionWeights.Mix;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@link FusionWeights} as JSON that a person can read and change: a line for each knot. */
public final class FusionFile {

  private static final String DEFAULT = "fusion-default.json";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .visibility(
              com.fasterxml.jackson.annotation.PropertyAccessor.FIELD,
              JsonAutoDetect.Visibility.ANY)
          .build();

  private FusionFile() {}

  /** The weights of an instance that was never tuned; they were fitted on MovieLens-1M. */
  public static FusionWeights standard() {
    try (InputStream in = FusionFile.class.getResourceAsStream(DEFAULT)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + DEFAULT);
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), DEFAULT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads weights.
   *
   * @param name of the file, for the sentence when it cannot be read
   * @throws IllegalArgumentException when it is not such a file; names it and what is wrong
   */
  public static FusionWeights parse(String json, String name) {
    try {
      @Nullable FusionWeights weights = MAPPER.readValue(json, FusionWeights.class);
      if (weights == null) {
        throw refused(name, "it is null", null);
      }
      return weights;
    } catch (JsonProcessingException e) {
      throw refused(name, sentence(e), e);
    }
  }

  private static IllegalArgumentException refused(
      String name, String what, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "%s holds no fusion weights: %s; 'drago tune' writes it anew once it is gone, and without it the standard ones count"
            .formatted(name, what),
        cause);
  }

  /** Jackson's reasons name our classes, which say nothing to who changed the file. */
  private static String sentence(JsonProcessingException e) {
    return switch (e) {
      case ValueInstantiationException made
          when made.getCause() instanceof IllegalArgumentException reason ->
          String.valueOf(reason.getMessage());
      case UnrecognizedPropertyException unknown -> where(unknown) + " is not known";
      case JsonMappingException mapped when mapped.getCause() instanceof JsonParseException inner ->
          where(mapped) + " is not JSON, " + inner.getOriginalMessage();
      case JsonMappingException mapped -> where(mapped) + " is missing or of the wrong kind";
      default ->
          "it is not JSON, "
              + e.getOriginalMessage().lines().findFirst().orElse("it cannot be read");
    };
  }

  private static String where(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      path.append('/').append(step.getFieldName() == null ? step.getIndex() : step.getFieldName());
    }
    return path.isEmpty() ? "the object of weights" : path.toString();
  }

  /** Weights as JSON with a line end at its end; equal weights give equal bytes. */
  public static String toJson(FusionWeights weights) {
    return """
    {
      "origin": %s,
      "wish": %s,
      "said": %s,
      "mixes": [
    %s
      ]
    }
    """
        .formatted(
            json(weights.origin()),
            json(new TreeMap<>(weights.wish())),
            json(new TreeMap<>(weights.said())),
            weights.mixes().stream().map(FusionFile::mix).collect(Collectors.joining(",\n")));
  }

  private static String mix(Mix mix) {
    return """
        {
          "scorers": %s,
          "byHistory": [
    %s
          ]
        }"""
        .formatted(
            json(mix.scorers()),
            mix.byHistory().stream()
                .map(FusionFile::knot)
                .map(line -> "        " + line)
                .collect(Collectors.joining(",\n")));
  }

  private static String knot(Knot knot) {
    Map<String, Double> weights = new TreeMap<>(knot.weights());
    return "{\"items\": %d, \"weights\": %s}".formatted(knot.items(), json(weights));
  }

  private static String json(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values are always JSON", e);
    }
  }
}
