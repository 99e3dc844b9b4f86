package dev.drago.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerResponse;
import java.util.UUID;
import java.util.regex.Pattern;

/** The id of a request: the client's where it sent one, else ours; echoed in the answer. */
final class RequestId {

  static final HeaderName HEADER = HeaderNames.create("X-Request-Id");

  private static final Pattern ACCEPTABLE = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

  private RequestId() {}

  /** The id of a request with these headers. */
  static String of(ServerRequestHeaders headers) {
    return headers
        .first(HEADER)
        .filter(RequestId::isAcceptable)
        .orElseGet(() -> UUID.randomUUID().toString());
  }

  /** The id that an answer carries. */
  static String of(ServerResponse response) {
    return response.headers().first(HEADER).orElse("");
  }

  /** Whether a client's id is safe to repeat in a header and a log. */
  private static boolean isAcceptable(String id) {
    return ACCEPTABLE.matcher(id).matches();
  }
}
