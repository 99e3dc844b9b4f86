package dev.drago.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.drago.inference.CallerGoneException;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** JSON Lines: one value a line. */
final class JsonLines {

  static final String MEDIA_TYPE = "application/jsonl";

  private JsonLines() {}

  /** Whether a request says that it is JSON Lines. */
  static boolean isSent(ServerRequest request) {
    return Set.of(MEDIA_TYPE, "application/x-ndjson").contains(mediaType(request));
  }

  /** The same, where an array of JSON is taken too: its elements are the lines. */
  static List<byte[]> readOrArray(ServerRequest request) {
    if (!mediaType(request).equals("application/json")) {
      return read(request);
    }
    if (!(Json.read(request, JsonNode.class) instanceof ArrayNode array)) {
      throw ProblemException.badRequest(
          "the body does not have the form that is asked for", "", "must be an array");
    }
    List<byte[]> elements = new ArrayList<>(array.size());
    array.forEach(element -> elements.add(Json.bytes(element)));
    return elements;
  }

  /**
   * The lines of a body, blank ones included, as bytes: the parser then refuses what is no UTF-8.
   */
  static List<byte[]> read(ServerRequest request) {
    if (!isSent(request)) {
      throw new ProblemException(
          Problem.of(
              Status.UNSUPPORTED_MEDIA_TYPE_415,
              "the body is '%s', not %s".formatted(mediaType(request), MEDIA_TYPE)));
    }
    try (InputStream in = request.content().inputStream()) {
      byte[] body = in.readAllBytes();
      List<byte[]> lines = new ArrayList<>();
      int start = 0;
      for (int i = 0; i <= body.length; i++) {
        if (i == body.length || body[i] == '\n') {
          lines.add(Arrays.copyOfRange(body, start, i));
          start = i + 1;
        }
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a line holds nothing but white space. */
  static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  private static String mediaType(ServerRequest request) {
    return request.headers().contentType().map(type -> type.mediaType().text()).orElse("");
  }

  /**
   * Each value as soon as it is there. Ends with a {@code ClientGoneException} when nobody reads.
   */
  static void stream(ServerResponse response, Stream<?> values) {
    response.header(HeaderValues.create(HeaderNames.CONTENT_TYPE, MEDIA_TYPE));
    try (OutputStream out = response.outputStream()) {
      // Pushed, not pulled: an iterator would gather the last ones before it gives any of them.
      values.forEachOrdered(value -> writeLine(out, value));
    } catch (IOException | UncheckedIOException | CloseConnectionException e) {
      throw new EventStream.ClientGoneException(e);
    } catch (RuntimeException e) {
      if (CallerGoneException.isCauseOf(e)) {
        throw new EventStream.ClientGoneException(e);
      }
      throw e;
    }
  }

  private static void writeLine(OutputStream out, Object value) {
    try {
      out.write(Json.bytes(value));
      out.write('\n');
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void send(ServerResponse response, List<?> values) {
    response.header(HeaderValues.create(HeaderNames.CONTENT_TYPE, MEDIA_TYPE));
    try (OutputStream out = response.outputStream();
        SequenceWriter writer =
            Json.MAPPER.writer().withRootValueSeparator("\n").writeValues(out)) {
      writer.writeAll(values);
      writer.flush();
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
