package dev.drago.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.Status;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Ends a request on a route of OpenAI's with an error object as OpenAI's clients read it. */
final class OpenAiException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Status status;
  private final transient Optional<String> parameter;
  private final transient Optional<String> code;

  OpenAiException(
      Status status, String message, Optional<String> parameter, Optional<String> code) {
    super(message);
    this.status = status;
    this.parameter = parameter;
    this.code = code;
  }

  static OpenAiException invalid(String parameter, String message) {
    return new OpenAiException(
        Status.BAD_REQUEST_400, message, Optional.of(parameter), Optional.empty());
  }

  static OpenAiException noModel(String id, String instead) {
    return new OpenAiException(
        Status.NOT_FOUND_404,
        "no model '%s' is loaded for this; there is: %s".formatted(id, instead),
        Optional.of("model"),
        Optional.of("model_not_found"));
  }

  Status status() {
    return status;
  }

  /**
   * The body. OpenAI writes what there is not as null; half a surrogate pair, maybe repeated from
   * the request, could not be written.
   */
  ObjectNode body() {
    byte[] message = String.valueOf(getMessage()).getBytes(StandardCharsets.UTF_8);
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.putObject("error")
        .put("message", new String(message, StandardCharsets.UTF_8))
        .put("type", status.code() < 500 ? "invalid_request_error" : "server_error")
        .put("param", parameter.orElse(null))
        .put("code", code.orElse(null));
    return body;
  }
}
