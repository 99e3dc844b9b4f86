package dev.drago.dataset;

/**
 * Of what a data set was made.
 *
 * @param version of the program
 * @param items how many there are in the catalogue
 * @param catalogueSha256 of which id has which ordinal
 * @param users in the log
 * @param interactions in the log
 * @param logSha256 of all histories
 */
public record DatasetSource(
    String version,
    int items,
    String catalogueSha256,
    long users,
    long interactions,
    String logSha256) {}
