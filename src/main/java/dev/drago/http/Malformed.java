package dev.drago.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.drago.catalog.InvalidFieldException;
import java.time.Instant;
import java.util.Collection;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a body, in the words of JSON. The parser's own sentences speak of Java classes
 * and of its settings, which are nothing to the sender.
 */
final class Malformed {

  private static final Pattern OF_JAVA =
      Pattern.compile("\\(start marker at.*|, from `.*?`|: enable `.*");

  private Malformed() {}

  static ProblemException of(JsonProcessingException e) {
    if (!(e instanceof JsonMappingException mapping)) {
      return ProblemException.badRequest(notJson(e));
    }
    if (mapping.getCause() instanceof StreamReadException syntax
        && !(syntax instanceof InputCoercionException)) {
      return ProblemException.badRequest(notJson(syntax));
    }
    String wrong = "the body does not have the form that is asked for";
    if (mapping.getPath().isEmpty()) {
      boolean empty = String.valueOf(mapping.getOriginalMessage()).startsWith("No content");
      return ProblemException.badRequest(
          empty ? "the body is empty" : wrong, "", empty ? "is required" : mustBe(mapping));
    }
    return ProblemException.badRequest(
        wrong,
        InvalidFieldException.pointer(
            mapping.getPath().stream().map(Malformed::step).toArray(String[]::new)),
        mustBe(mapping));
  }

  private static String step(Reference reference) {
    String field = reference.getFieldName();
    return field == null ? Integer.toString(reference.getIndex()) : field;
  }

  private static String mustBe(JsonMappingException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      TreeSet<String> known = new TreeSet<>();
      unknown.getKnownPropertyIds().forEach(id -> known.add(id.toString()));
      return "there is no field '%s'; there are: %s"
          .formatted(unknown.getPropertyName(), String.join(", ", known));
    }
    if (e instanceof InvalidNullException) {
      return "must not be null";
    }
    if (e.getCause() instanceof InputCoercionException) {
      return "is out of range";
    }
    return "must be "
        + (e instanceof MismatchedInputException mismatch
            ? name(mismatch.getTargetType())
            : "something else");
  }

  private static String name(@Nullable Class<?> type) {
    if (type == null) {
      return "something else";
    }
    if (type == String.class) {
      return "a string";
    }
    if (type == Integer.class) {
      return "a whole number";
    }
    if (type == Double.class) {
      return "a number";
    }
    if (type == Boolean.class) {
      return "true or false";
    }
    if (type == Instant.class) {
      return "a time such as 2026-03-01T20:15:00Z";
    }
    return Collection.class.isAssignableFrom(type) ? "an array" : "an object";
  }

  private static String notJson(JsonProcessingException e) {
    String said = e.getOriginalMessage().lines().findFirst().orElse("");
    JsonLocation at = e.getLocation();
    String place =
        at == null || at.getLineNr() < 1
            ? ""
            : " (line %d, column %d)".formatted(at.getLineNr(), at.getColumnNr());
    return "the body is not JSON: " + OF_JAVA.matcher(said).replaceAll("").strip() + place;
  }
}
