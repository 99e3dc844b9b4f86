package dev.drago.cli;

import dev.drago.file.Sha256;
import dev.drago.store.ItemRepository;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The checksum of which id has which ordinal. An ordinal is for life, so the checksum of the first
 * n stays the same as long as it is the same store.
 */
final class CatalogueDigest {

  private CatalogueDigest() {}

  /** Of the ordinals below {@code size}, in hexadecimal. */
  static String of(ItemRepository items, int size) {
    MessageDigest digest = Sha256.digest();
    items.forEachId(
        size,
        (ordinal, id) ->
            digest.update((ordinal + "\t" + id + "\n").getBytes(StandardCharsets.UTF_8)));
    return Sha256.hex(digest);
  }
}
