package dev.drago.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The trace that a request is part of, by its header {@code traceparent} (W3C Trace Context, level
 * 1). Drago makes no spans: the trace's id is in the access log and in the log of errors, so that
 * both are found from a trace.
 */
final class TraceParent {

  private static final HeaderName HEADER = HeaderNames.create("traceparent");

  /** Of a later version only the part is read that this one knows, as the standard asks. */
  private static final Pattern FORM =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

  private static final String THIS_VERSION = "00-";
  private static final int MORE = 2;

  private TraceParent() {}

  /** The trace's id, 32 hexadecimal digits; nothing where the header is not there or wrong. */
  static Optional<String> traceId(ServerRequestHeaders headers) {
    return headers.contains(HEADER) && headers.get(HEADER).allValues().size() == 1
        ? traceId(headers.get(HEADER).get())
        : Optional.empty();
  }

  static Optional<String> traceId(String header) {
    Matcher form = FORM.matcher(header);
    return form.matches() && (form.group(MORE) == null || !header.startsWith(THIS_VERSION))
        ? Optional.of(form.group(1))
        : Optional.empty();
  }
}
