package dev.drago.catalog.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drago.catalog.InvalidFieldException;
import dev.drago.catalog.StrictJson;
import java.util.ArrayList;
import java.util.List;

/** The JSON objects of a JSON Lines file. */
final class JsonObjects {

  private JsonObjects() {}

  static ObjectNode parse(String line) throws LineProblem {
    JsonNode json;
    try {
      json = StrictJson.read(line);
    } catch (InvalidFieldException e) {
      throw new LineProblem(ImportError.Kind.SYNTAX, String.valueOf(e.getMessage()));
    }
    if (json instanceof ObjectNode object) {
      return object;
    }
    throw new LineProblem(ImportError.Kind.SYNTAX, "the line is not a JSON object");
  }

  static List<String> names(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** A string as it is, a number or boolean as it is written; empty for null and nothing. */
  static String scalar(ObjectNode object, String field) throws LineProblem {
    JsonNode value = object.path(field);
    if (value.isContainerNode()) {
      throw new LineProblem(
          ImportError.Kind.VALUE, "the field '" + field + "' is neither a string nor a number");
    }
    return value.isNull() ? "" : value.asText().strip();
  }
}
