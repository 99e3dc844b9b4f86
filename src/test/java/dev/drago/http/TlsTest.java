package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS with certificates that the JDK's keytool makes. */
final class TlsTest {

  @RegisterExtension static final TestServer SERVER = new TestServer();

  private static final String PASSWORD = "changeit";

  @TempDir Path folder;

  private record Made(Path certificate, Path key, Certificate trusted) {}

  private Made make(String name, String algorithm) throws Exception {
    Path store = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                algorithm,
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    Certificate certificate = keys.getCertificate("a");
    return new Made(
        pem(name + "-cert.pem", "CERTIFICATE", certificate.getEncoded()),
        pem(
            name + "-key.pem",
            "PRIVATE KEY",
            keys.getKey("a", PASSWORD.toCharArray()).getEncoded()),
        certificate);
  }

  private Path pem(String file, String kind, byte[] content) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return Files.writeString(
        folder.resolve(file),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, text, kind));
  }

  private static HttpServer start(Path certificate, Path key) {
    return HttpServer.start(
        new HttpServer.Options(
            "127.0.0.1",
            0,
            HttpServer.Limits.STANDARD,
            Optional.empty(),
            false,
            Optional.of(new ServerCertificate(certificate, key)),
            Optional.empty(),
            Set.of()),
        SERVER.services());
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void whoTrustsTheCertificateIsAnsweredAndWhoDoesNotDoesNotAsk(String algorithm) throws Exception {
    Made made = make("good", algorithm);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("a", made.trusted());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    HttpServer server = start(made.certificate(), made.key());
    try {
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create("https://127.0.0.1:%d/v1/search?q=space".formatted(server.port())))
              .build();
      try (HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
        for (int i = 0; i < 3; i++) {
          assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        }
      }
      try (HttpClient stranger = HttpClient.newHttpClient()) {
        assertThatThrownBy(() -> stranger.send(request, BodyHandlers.ofString()))
            .isInstanceOf(SSLHandshakeException.class);
      }
    } finally {
      server.close();
    }
  }

  @Test
  void whatCannotBeUsedIsASentenceThatNamesTheFile() throws Exception {
    Made good = make("good", "EC");
    Made other = make("other", "RSA");
    Path rubbish = Files.writeString(folder.resolve("rubbish.pem"), "rubbish");
    Path cut =
        Files.writeString(folder.resolve("cut.pem"), Files.readString(good.key()).substring(0, 60));
    Path missing = folder.resolve("missing.pem");
    for (Path[] pair :
        new Path[][] {
          {rubbish, good.key()},
          {good.certificate(), rubbish},
          {good.certificate(), cut},
          {good.certificate(), missing},
          {missing, good.key()},
          {good.certificate(), other.key()},
          {good.key(), good.key()}
        }) {
      assertThatThrownBy(() -> start(pair[0], pair[1]))
          .as("%s %s", pair[0].getFileName(), pair[1].getFileName())
          .isInstanceOf(IllegalArgumentException.class)
          .message()
          .containsAnyOf(pair[0].toString(), pair[1].toString())
          .doesNotContain("Exception");
    }
  }
}
