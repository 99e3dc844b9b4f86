package dev.drago.http;

import com.fasterxml.jackson.databind.SequenceWriter;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** JSON Lines: one value a line. */
final class JsonLines {

  static final String MEDIA_TYPE = "application/jsonl";

  private JsonLines() {}

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
