package dev.drago.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The JSON form of a document: in files, over HTTP and in the store.
 *
 * <pre>{@code
 * {"id": "heat-notes", "title": "On Heat", "content": "# Heat\n…", "format": "markdown",
 *  "itemId": "heat-1995", "language": "en", "source": "https://example.org/heat"}
 * }</pre>
 *
 * <p>{@code format} is {@code text} where it is left out.
 */
public final class DocumentJson {

  private static final List<String> FIELDS =
      List.of("id", "title", "content", "format", "itemId", "language", "source");

  private DocumentJson() {}

  /**
   * The document a JSON object describes.
   *
   * @throws InvalidDocumentException with a pointer to the field and a sentence on what is wrong
   */
  public static Document parse(JsonNode json) {
    if (!json.isObject()) {
      throw new InvalidDocumentException("", "a document is a JSON object");
    }
    json.fieldNames()
        .forEachRemaining(
            name -> {
              if (!FIELDS.contains(name)) {
                throw new InvalidDocumentException(
                    "/" + name.replace("~", "~0").replace("/", "~1"),
                    "a document has the fields %s, and not '%s'"
                        .formatted(String.join(", ", FIELDS), name));
              }
            });
    return new Document(
        required(json, "id"),
        required(json, "title"),
        required(json, "content"),
        string(json, "format").map(DocumentJson::format).orElse(DocumentFormat.TEXT),
        string(json, "itemId"),
        string(json, "language"),
        string(json, "source"));
  }

  /** What {@link #parse} reads; fields that are absent are left out. */
  public static ObjectNode write(Document document) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", document.id());
    json.put("title", document.title());
    json.put("content", document.content());
    json.put("format", document.format().name().toLowerCase(Locale.ROOT));
    document.itemId().ifPresent(item -> json.put("itemId", item));
    document.language().ifPresent(language -> json.put("language", language));
    document.source().ifPresent(source -> json.put("source", source));
    return json;
  }

  private static DocumentFormat format(String name) {
    for (DocumentFormat format : DocumentFormat.values()) {
      if (format.name().toLowerCase(Locale.ROOT).equals(name)) {
        return format;
      }
    }
    throw new InvalidDocumentException(
        "/format", "the format is text, markdown or html, and not '%s'".formatted(name));
  }

  private static String required(JsonNode json, String field) {
    return string(json, field)
        .orElseThrow(
            () -> new InvalidDocumentException("/" + field, "the document has no " + field));
  }

  private static Optional<String> string(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw new InvalidDocumentException("/" + field, field + " is a JSON string");
    }
    return Optional.of(value.textValue());
  }
}
