package dev.drago.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drago.file.WrittenFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an export consists of. It holds no time, so the same contents give the same bytes.
 *
 * @param format how the files are written; {@link #FORMAT} for those that this Drago reads
 * @param drago the version that wrote it
 * @param files all the others of the folder, with their checksums
 * @param models what played which role
 */
public record ArchiveManifest(
    int format, String drago, List<WrittenFile> files, List<Model> models) {

  static final String NAME = "manifest.json";
  static final int FORMAT = 1;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  /**
   * A model that was in use.
   *
   * @param role what it was for, such as {@code embedder}
   * @param id its name in the manifest of models
   * @param sha256 its checksum, 64 hexadecimal digits
   */
  public record Model(String role, String id, String sha256) {}

  public ArchiveManifest {
    files = List.copyOf(files);
    models = List.copyOf(models);
  }

  String toJson() {
    try {
      return JSON.writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a manifest could not be written as JSON", e);
    }
  }

  /**
   * What {@link #toJson} wrote.
   *
   * @throws IllegalArgumentException with a sentence when it is none, or of another format
   */
  static ArchiveManifest parse(String json) {
    try {
      @Nullable ArchiveManifest manifest = JSON.readValue(json, ArchiveManifest.class);
      if (manifest == null) {
        throw new IllegalArgumentException("the manifest holds nothing");
      }
      if (manifest.format() != FORMAT) {
        throw new IllegalArgumentException(
            "its format is %d, and this Drago reads %d".formatted(manifest.format(), FORMAT));
      }
      return manifest;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "its manifest is none that drago export wrote: " + e.getOriginalMessage(), e);
    }
  }
}
