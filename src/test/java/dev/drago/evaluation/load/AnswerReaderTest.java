package dev.drago.evaluation.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AnswerReaderTest {

  private final AnswerReader reader = new AnswerReader();

  @Test
  void a_body_by_length_is_read_and_the_connection_kept() throws IOException {
    assertThat(reader.read(in("HTTP/1.1 200 OK|content-LENGTH: 5||hello"))).isEqualTo(200);
    assertThat(reader.body()).asString(StandardCharsets.US_ASCII).isEqualTo("hello");
    assertThat(reader.keepsConnection()).isTrue();
    assertThat(reader.bodyContains("ell".getBytes(StandardCharsets.US_ASCII))).isTrue();
    assertThat(reader.bodyContains("elf".getBytes(StandardCharsets.US_ASCII))).isFalse();
  }

  @Test
  void chunks_with_extensions_and_trailers_are_put_together() throws IOException {
    reader.read(in("HTTP/1.1 200 OK|Transfer-Encoding: chunked||3;x=y|hel|2|lo|0|Trailer: 1||"));

    assertThat(reader.body()).asString(StandardCharsets.US_ASCII).isEqualTo("hello");
  }

  @Test
  void answers_that_follow_each_other_are_told_apart() throws IOException {
    InputStream in =
        in(
            "HTTP/1.1 100 Continue||HTTP/1.1 200 OK|Content-Length: 1||a"
                + "HTTP/1.1 204 No Content||HTTP/1.1 503 Busy|Connection: close||z");

    assertThat(reader.read(in)).isEqualTo(200);
    assertThat(reader.read(in)).isEqualTo(204);
    assertThat(reader.body()).isEmpty();
    assertThat(reader.read(in)).isEqualTo(503);
    assertThat(reader.body()).containsExactly('z');
    assertThat(reader.keepsConnection()).isFalse();
  }

  @Test
  void an_answer_cut_short_or_not_in_http_is_an_error() {
    assertThatThrownBy(() -> reader.read(in("HTTP/1.1 200 OK|Content-Length: 5||hel")))
        .isInstanceOf(EOFException.class);
    reader.forget();
    assertThatThrownBy(() -> reader.read(in("SSH-2.0-OpenSSH||")))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("SSH-2.0");
    reader.forget();
    assertThatThrownBy(() -> reader.read(in("HTTP/1.1 200 OK|Content-Length: -5||")))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("-5");
  }

  @Property(tries = 300)
  void however_an_answer_is_cut_into_packets_and_chunks_its_body_is_the_same(
      @ForAll @Size(max = 50_000) byte[] body,
      @ForAll @IntRange(min = 1, max = 20_000) int packet,
      @ForAll @IntRange(min = 1, max = 30_000) int chunk)
      throws IOException {
    StringBuilder answer =
        new StringBuilder("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int from = 0; from < body.length; from += chunk) {
      int size = Math.min(chunk, body.length - from);
      answer
          .append(Integer.toHexString(size))
          .append("\r\n")
          .append(new String(body, from, size, StandardCharsets.ISO_8859_1))
          .append("\r\n");
    }
    answer.append("0\r\n\r\n");
    AnswerReader fresh = new AnswerReader();

    fresh.read(new Packets(bytes(answer.toString()), packet));

    assertThat(fresh.body()).isEqualTo(body);
  }

  /** A bar stands for the end of a line. */
  private static InputStream in(String text) {
    return bytes(text.replace("|", "\r\n"));
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Gives at most so many bytes a read. */
  private static final class Packets extends java.io.FilterInputStream {
    private final int size;

    Packets(InputStream in, int size) {
      super(in);
      this.size = size;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      return super.read(into, offset, Math.min(length, size));
    }
  }
}
