package dev.drago.cli;

import dev.drago.store.ItemRepository;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The checksum of which id has which ordinal. An ordinal is for life, so the checksum of the first
 * n stays the same as long as it is the same store.
 */
final class CatalogueDigest {

  private CatalogueDigest() {}

  /** Of the ordinals below {@code size}, in hexadecimal. */
  static String of(ItemRepository items, int size) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      items.forEachId(
          size,
          (ordinal, id) ->
              digest.update((ordinal + "\t" + id + "\n").getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
