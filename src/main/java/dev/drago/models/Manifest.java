package dev.drago.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The file {@code manifest.json} as it is written: a list of models. */
record Manifest(List<ModelEntry> models) {

  Manifest {
    for (@Nullable Object model : models) {
      if (model == null) {
        throw new IllegalArgumentException("there is a null in the list of models");
      }
    }
  }

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** The models of a manifest, or a {@link ModelException} that says what is wrong with it. */
  static List<ModelEntry> read(Path file) {
    @Nullable Manifest manifest;
    try {
      manifest = JSON.readValue(file.toFile(), Manifest.class);
    } catch (JsonProcessingException e) {
      throw refused(file, sentence(e), e);
    } catch (IOException e) {
      throw refused(file, "it is no readable file", e);
    }
    if (manifest == null) {
      throw refused(file, "it holds nothing", null);
    }
    Set<String> ids = new HashSet<>();
    for (ModelEntry entry : manifest.models()) {
      if (Path.of(entry.file()).isAbsolute()) {
        throw refused(
            file,
            "model %s: '%s' is not the plain name of a .gguf file"
                .formatted(entry.id(), entry.file()),
            null);
      }
      if (!ids.add(entry.id())) {
        throw refused(file, "there are two models '%s'".formatted(entry.id()), null);
      }
    }
    return manifest.models();
  }

  private static ModelException refused(Path file, String why, @Nullable Throwable cause) {
    return new ModelException("the manifest %s cannot be read: %s".formatted(file, why), cause);
  }

  /** Jackson's reasons name our classes, which say nothing to who wrote the file. */
  private static String sentence(JsonProcessingException e) {
    return switch (e) {
      case ValueInstantiationException made
          when made.getCause() instanceof IllegalArgumentException reason ->
          String.valueOf(reason.getMessage());
      case UnrecognizedPropertyException unknown -> where(unknown) + " is no field of a manifest";
      case InvalidFormatException value ->
          "%s cannot be '%s'".formatted(where(value), value.getValue());
      case JsonMappingException mapped -> where(mapped) + " is missing or of the wrong kind";
      default -> e.getOriginalMessage().lines().findFirst().orElse("it is not JSON");
    };
  }

  private static String where(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      path.append(step.getFieldName() == null ? "/" + step.getIndex() : "/" + step.getFieldName());
    }
    return path.isEmpty() ? "the list 'models'" : path.toString();
  }
}
