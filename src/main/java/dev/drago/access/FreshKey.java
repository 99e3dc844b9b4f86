package dev.drago.access;

import dev.drago.file.Sha256;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * A key that was just made: the only time its text is there.
 *
 * @param secret what a client sends: {@code drago_} and 256 random bits in URL-safe Base64
 * @param known what the server keeps of it
 */
public record FreshKey(String secret, ApiKey known) {

  private static final int BYTES = 32;
  private static final String PREFIX = "drago_"; // so that scanners for leaked keys can find it

  public static FreshKey make(String name, Role role, Optional<Rate> rate) {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    return new FreshKey(secret, new ApiKey(name, role, Sha256.of(secret), rate));
  }

  /** Without the key, so that no log has it by mistake. */
  @Override
  public String toString() {
    return "a key named " + known.name();
  }
}
