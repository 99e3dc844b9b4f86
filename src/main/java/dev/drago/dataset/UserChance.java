package dev.drago.dataset;

import dev.drago.file.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * What chance decides about one user, by a hash of their id: the same whoever comes before them in
 * the log, and however many there are.
 */
record UserChance(long hash) {

  private static final double UNIT = 0x1.0p-53;

  static UserChance of(String user) {
    byte[] digest = Sha256.digest().digest(user.getBytes(StandardCharsets.UTF_8));
    return new UserChance(ByteBuffer.wrap(digest).getLong());
  }

  /** Whether they belong to a share of the users; no seed moves them in or out. */
  boolean isIn(double share) {
    return (hash >>> 11) * UNIT < share;
  }

  /** A source of numbers of their own. */
  SplittableRandom random(long seed) {
    return new SplittableRandom(hash ^ new SplittableRandom(seed).nextLong());
  }
}
