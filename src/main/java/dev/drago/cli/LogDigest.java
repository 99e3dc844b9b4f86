package dev.drago.cli;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.file.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The checksum of a log: users in order of arrival, each with their items in order, written as a
 * {@code sequences.tsv}. For a log that was imported from such a file it is that file's checksum.
 */
final class LogDigest {

  private final CatalogSnapshot catalog;
  private final MessageDigest digest;

  LogDigest(CatalogSnapshot catalog) {
    this.catalog = catalog;
    this.digest = Sha256.digest();
    add("user_id\tmovie_ids\n");
  }

  /** The next user; items deleted since are written by ordinal. */
  void add(String user, int[] items) {
    StringBuilder line = new StringBuilder(user).append('\t');
    for (int i = 0; i < items.length; i++) {
      line.append(i == 0 ? "" : " ");
      if (catalog.isLive(items[i])) {
        line.append(catalog.item(items[i]).id());
      } else {
        line.append('#').append(items[i]);
      }
    }
    add(line.append('\n').toString());
  }

  private void add(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
  }

  String sha256() {
    return Sha256.hex(digest);
  }
}
