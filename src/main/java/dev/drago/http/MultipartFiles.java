package dev.drago.http;

import dev.drago.ingest.Upload;
import io.helidon.http.HttpMediaType;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.fileupload.FileUploadBase.FileUploadIOException;
import org.apache.commons.fileupload.MultipartStream;
import org.apache.commons.fileupload.MultipartStream.MalformedStreamException;
import org.apache.commons.fileupload.ParameterParser;

/** The files in a body of {@code multipart/form-data} (RFC 7578), written down as they come. */
final class MultipartFiles {

  private static final int BUFFER = 1 << 16;
  private static final int LONGEST_BOUNDARY = 70; // RFC 2046
  private static final String DISPOSITION = "content-disposition:";

  private MultipartFiles() {}

  /**
   * Reads all of the body.
   *
   * @throws ProblemException when it is not of that form, or a file has a name that cannot be
   */
  static void receive(ServerRequest request, Upload upload) {
    byte[] boundary = boundary(request).getBytes(StandardCharsets.ISO_8859_1);
    try (InputStream in = new Arriving(request.content().inputStream(), Line.current())) {
      MultipartStream parts = new MultipartStream(in, boundary, BUFFER, null);
      parts.setHeaderEncoding(StandardCharsets.UTF_8.name());
      for (boolean more = parts.skipPreamble(); more; more = parts.readBoundary()) {
        part(parts, upload);
      }
      in.transferTo(OutputStream.nullOutputStream());
    } catch (MalformedStreamException | FileUploadIOException e) {
      throw malformed(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void part(MultipartStream parts, Upload upload) throws IOException {
    String name = fileName(parts.readHeaders());
    if (name.isEmpty()) { // a form in which no file was chosen
      parts.discardBodyData();
      return;
    }
    try (OutputStream file = upload.create(name)) {
      parts.readBodyData(file);
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest(String.valueOf(e.getMessage()));
    }
  }

  private static String fileName(String headers) {
    String disposition =
        headers
            .lines()
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(DISPOSITION))
            .findFirst()
            .orElse("");
    ParameterParser parser = new ParameterParser();
    parser.setLowerCaseNames(true);
    Map<String, String> parameters = parser.parse(disposition, ';');
    if (!parameters.containsKey("filename")) {
      throw ProblemException.badRequest(
          "the part '%s' of the body is no file"
              .formatted(Optional.ofNullable(parameters.get("name")).orElse("")));
    }
    return Optional.ofNullable(parameters.get("filename")).orElse("");
  }

  private static String boundary(ServerRequest request) {
    Optional<HttpMediaType> type = request.headers().contentType();
    if (type.filter(t -> t.mediaType().text().equals("multipart/form-data")).isEmpty()) {
      throw new ProblemException(
          Problem.of(
              Status.UNSUPPORTED_MEDIA_TYPE_415,
              "the body is %s, not multipart/form-data"
                  .formatted(type.map(t -> t.mediaType().text()).orElse("of no type"))));
    }
    return Optional.ofNullable(type.get().parameters().get("boundary"))
        .filter(boundary -> !boundary.isEmpty() && boundary.length() <= LONGEST_BOUNDARY)
        .orElseThrow(
            () ->
                ProblemException.badRequest(
                    "the type of the body has no boundary of 1 to %d characters"
                        .formatted(LONGEST_BOUNDARY)));
  }

  private static ProblemException malformed(IOException e) {
    return ProblemException.badRequest(
        "the body is not multipart/form-data: " + String.valueOf(e.getMessage()));
  }

  /**
   * An upload may take longer than a request, as long as something comes: its clock starts anew.
   */
  private static final class Arriving extends java.io.FilterInputStream {
    private static final int PIECE = 1 << 20;

    private final Line line;
    private int read;

    Arriving(InputStream body, Line line) {
      super(body);
      this.line = line;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int bytes = super.read(buffer, offset, length);
      read += Math.max(0, bytes);
      if (read >= PIECE && bytes >= 0) {
        read = 0;
        line.arriving();
      }
      return bytes;
    }
  }
}
