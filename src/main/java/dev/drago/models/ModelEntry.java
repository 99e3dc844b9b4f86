package dev.drago.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One model of the manifest.
 *
 * @param id how it is called on the command line
 * @param file its name in the models folder
 * @param bytes its size
 * @param sha256 its checksum, 64 hexadecimal digits
 * @param licence under what it may be used
 * @param origin who made it, from what
 * @param figures what was measured of it, as its training script reported
 * @param titles of a sequence model: for some ids of the catalogue it was trained on the first 8
 *     hexadecimal digits of the SHA-256 of the item's title, because equal ids alone do not make
 *     two catalogues the same ({@code scripts/sequence/titles.py} makes them)
 * @param url where {@code drago models pull} gets it, for those that are not shipped
 */
public record ModelEntry(
    String id,
    ModelRole role,
    String file,
    long bytes,
    String sha256,
    String licence,
    String origin,
    Map<String, JsonNode> figures,
    Optional<Map<String, String>> titles,
    Optional<URI> url) {

  public ModelEntry {
    if (!id.matches("[a-z0-9][a-z0-9._-]{0,99}")) {
      throw new IllegalArgumentException("'%s' cannot be a model's id".formatted(id));
    }
    boolean unlisted = Path.of(file).isAbsolute(); // a manifest may not name such a file
    if (!unlisted && !file.matches("[A-Za-z0-9][A-Za-z0-9._-]*\\.gguf")) {
      throw new IllegalArgumentException(
          "model %s: '%s' is not the plain name of a .gguf file".formatted(id, file));
    }
    if (bytes <= 0) {
      throw new IllegalArgumentException("model %s: it cannot have %d bytes".formatted(id, bytes));
    }
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "model %s: '%s' is not a sha256 in hexadecimal".formatted(id, sha256));
    }
    figures = Map.copyOf(figures);
    titles.ifPresent(sample -> requireTitles(id, sample));
    titles = titles.map(Map::copyOf);
  }

  private static void requireTitles(String model, Map<String, String> titles) {
    if (titles.isEmpty()) {
      throw new IllegalArgumentException("model %s: its titles are none".formatted(model));
    }
    titles.forEach(
        (item, title) -> {
          @Nullable String given = title; // a manifest may hold null
          if (given == null || !given.matches("[0-9a-f]{8}")) {
            throw new IllegalArgumentException(
                "model %s: the title of '%s' must be 8 hexadecimal digits, not '%s'"
                    .formatted(model, item, given));
          }
        });
  }
}
