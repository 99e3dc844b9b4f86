package dev.drago.http;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;

/** A form with files, as a browser sends it. */
final class Multipart {

  static final String BOUNDARY = "----WebKitFormBoundaryIb5yq2xB7pP0vN3c";

  private final ByteArrayOutputStream parts = new ByteArrayOutputStream();

  Multipart file(String name, String content) {
    return part("name=\"file\"; filename=\"" + name + "\"", content);
  }

  Multipart part(String disposition, String content) {
    parts.writeBytes(
        ("--"
                + BOUNDARY
                + "\r\nContent-Disposition: form-data; "
                + disposition
                + "\r\nContent-Type: application/octet-stream\r\n\r\n"
                + content
                + "\r\n")
            .getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Without the end of the form. */
  byte[] begun() {
    return parts.toByteArray();
  }

  byte[] body() {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(begun());
    body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return body.toByteArray();
  }

  /** As a request that starts an import. */
  HttpRequest.Builder to(Client client) {
    return client
        .request(ImportRoutes.PATH)
        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
        .POST(BodyPublishers.ofByteArray(body()));
  }
}
