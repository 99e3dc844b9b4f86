package dev.drago.cli;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.file.Sha256;
import dev.drago.models.ModelEntry;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How the titles a sequence model was trained with compare with those of a catalogue. Ids alone say
 * little: every second data set counts its items from 1.
 *
 * @param sampled items of which the manifest knows the title
 * @param present those of them whose id is in the catalogue
 * @param alike those of them whose title there is the same
 */
record TitleSample(int sampled, int present, int alike) {

  private static final int ENOUGH = 5;
  private static final int DIGITS = 8;

  /** Compares; a model without titles has sampled none. */
  static TitleSample of(ModelEntry entry, CatalogSnapshot catalog) {
    Map<String, String> titles = entry.titles().orElse(Map.of());
    int present = 0;
    int alike = 0;
    for (Map.Entry<String, String> title : titles.entrySet()) {
      OptionalInt ordinal = catalog.ordinal(title.getKey());
      if (ordinal.isPresent()) {
        present++;
        alike += digits(catalog.item(ordinal.getAsInt()).title()).equals(title.getValue()) ? 1 : 0;
      }
    }
    return new TitleSample(titles.size(), present, alike);
  }

  /** Whether the ids mean the same items: of enough that are present half are titled alike. */
  boolean agrees() {
    return sampled > 0 && present >= Math.min(ENOUGH, sampled) && 2 * alike >= present;
  }

  private static String digits(String title) {
    return Sha256.of(title).substring(0, DIGITS);
  }
}
