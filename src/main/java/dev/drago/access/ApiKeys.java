package dev.drago.access;

import dev.drago.file.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The keys that a server takes.
 *
 * <p>Keys are 256 random bits ({@link FreshKey}). Passwords need a slow hash with a salt because
 * they can be guessed; of such keys nobody can try a noticeable part, so a plain SHA-256 is as
 * good, and costs a request a microsecond instead of a tenth of a second.
 */
public record ApiKeys(List<ApiKey> keys) {

  public ApiKeys {
    keys = List.copyOf(keys);
    Set<String> names = new HashSet<>();
    Set<String> checksums = new HashSet<>();
    for (ApiKey key : keys) {
      if (!names.add(key.name())) {
        throw new IllegalArgumentException(
            "the name '%s' is given to two keys".formatted(key.name()));
      }
      if (!checksums.add(key.sha256())) {
        throw new IllegalArgumentException(
            "the key '%s' is there under another name too".formatted(key.name()));
      }
    }
  }

  /**
   * The key that was presented, if it is one of these. How long this takes depends neither on which
   * it is nor on how much of it is right.
   */
  public Optional<ApiKey> find(String presented) {
    MessageDigest digest = Sha256.digest();
    byte[] sum = digest.digest(presented.getBytes(StandardCharsets.UTF_8));
    int found = -1;
    for (int i = 0; i < keys.size(); i++) { // to the end, whatever was found
      if (MessageDigest.isEqual(sum, HexFormat.of().parseHex(keys.get(i).sha256()))) {
        found = i;
      }
    }
    return found < 0 ? Optional.empty() : Optional.of(keys.get(found));
  }
}
