package dev.drago.ingest;

/**
 * What became of the items and interactions that were read so far.
 *
 * @param created items that there were not
 * @param changed items that were different
 * @param unchanged items that were as they are
 * @param stored interactions that are new
 * @param duplicates interactions that were known
 * @param unknownItems interactions with items that the catalogue does not have; left out
 */
public record Counts(
    long created, long changed, long unchanged, long stored, long duplicates, long unknownItems) {

  static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);
}
