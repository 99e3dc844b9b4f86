package dev.drago.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.drago.recommend.InvalidRequestException.Violation;
import io.helidon.http.Status;
import java.util.List;

/**
 * A problem document (RFC 9457).
 *
 * @param type always {@code about:blank}: the status says what kind it is
 * @param title the status in words
 * @param detail a sentence that names the offending thing
 * @param errors where in the body, when that is known
 */
record Problem(
    String type,
    String title,
    int status,
    String detail,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Violation> errors) {

  /** RFC 9110's 422, which Helidon has no constant for. */
  static final Status UNPROCESSABLE = Status.create(422, "Unprocessable Content");

  Problem {
    errors = List.copyOf(errors);
  }

  static Problem of(Status status, String detail) {
    return of(status, detail, List.of());
  }

  static Problem of(Status status, String detail, List<Violation> errors) {
    return new Problem("about:blank", status.reasonPhrase(), status.code(), detail, errors);
  }
}
