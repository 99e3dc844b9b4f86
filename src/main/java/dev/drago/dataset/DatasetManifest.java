package dev.drago.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.drago.file.WrittenFile;
import java.util.List;
import java.util.Optional;

/**
 * {@code dataset.json}: what a machine needs to know of a data set.
 *
 * @param format of this file
 * @param promptVersion of the prompts' words
 * @param itemTextVersion of the items' texts
 * @param files all but this and the card
 */
record DatasetManifest(
    int format,
    int promptVersion,
    int itemTextVersion,
    DatasetOptions options,
    Optional<Negatives> negatives,
    DatasetSource source,
    DatasetCounts.Summary counts,
    List<WrittenFile> files) {

  static final int FORMAT = 1;

  /** What chose the rejected items. */
  record Negatives(String model, String origin) {}

  String json() {
    try {
      return new ObjectMapper()
              .registerModule(new Jdk8Module())
              .enable(
                  SerializationFeature.INDENT_OUTPUT,
                  SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
              .writeValueAsString(this)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values are always JSON", e);
    }
  }
}
