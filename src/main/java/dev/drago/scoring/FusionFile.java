package dev.drago.scoring;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drago.scoring.FusionWeights.Knot;
import dev.drago.scoring.FusionWeights.Mix;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** {@link FusionWeights} as JSON that a person can read and change: a line for each knot. */
public final class FusionFile {

  private static final String DEFAULT = "fusion-default.json";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
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
      return MAPPER.readValue(json, FusionWeights.class);
    } catch (JsonProcessingException e) {
      Throwable cause = e.getCause() instanceof IllegalArgumentException inner ? inner : e;
      String what =
          cause instanceof JsonProcessingException problem
              ? problem.getOriginalMessage()
              : String.valueOf(cause.getMessage());
      throw new IllegalArgumentException(
          "%s holds no fusion weights: %s; 'drago tune' writes it anew, without it the standard ones count"
              .formatted(name, what),
          e);
    }
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
            json(new java.util.TreeMap<>(weights.wish())),
            json(new java.util.TreeMap<>(weights.said())),
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
    Map<String, Double> weights = knot.weights();
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
