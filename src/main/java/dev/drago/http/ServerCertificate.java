package dev.drago.http;

import io.helidon.common.configurable.Resource;
import io.helidon.common.pki.Keys;
import io.helidon.common.tls.Tls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

/**
 * What a server proves by TLS who it is with.
 *
 * @param certificates a PEM file: the server's certificate, then those between it and a root
 * @param key a PEM file: its private key, as PKCS #8 without a password
 */
public record ServerCertificate(Path certificates, Path key) {

  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

  /**
   * Reads both.
   *
   * @throws IllegalArgumentException in a sentence that names the file
   */
  Tls tls() {
    List<X509Certificate> chain =
        read(
            certificates,
            "certificates in PEM",
            pem -> Keys.builder().pem(p -> p.certChain(pem)).build().certChain());
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("%s has no certificate in it".formatted(certificates));
    }
    PrivateKey secret =
        read(
            key,
            "a private key in PEM (PKCS #8, without a password)",
            pem -> Keys.builder().pem(p -> p.key(pem)).build().privateKey().orElseThrow());
    if (!matches(secret, chain.getFirst())) {
      throw new IllegalArgumentException(
          "the key in %s is not that of the first certificate in %s".formatted(key, certificates));
    }
    return Tls.builder().privateKey(secret).privateKeyCertChain(chain).build();
  }

  private interface Reader<T> {
    T read(Resource pem);
  }

  private static <T> T read(Path file, String what, Reader<T> reader) {
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException("%s is no file that can be read".formatted(file));
    }
    try {
      return reader.read(Resource.create(file));
    } catch (RuntimeException e) { // each of many kinds says in its own way that the form is wrong
      throw new IllegalArgumentException("%s does not have %s in it".formatted(file, what), e);
    }
  }

  private static boolean matches(PrivateKey secret, X509Certificate certificate) {
    String algorithm = SIGNATURES.getOrDefault(secret.getAlgorithm(), secret.getAlgorithm());
    try {
      byte[] something = certificate.getSignature();
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(secret);
      signing.update(something);
      Signature checking = Signature.getInstance(algorithm);
      checking.initVerify(certificate.getPublicKey());
      checking.update(something);
      return checking.verify(signing.sign());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
