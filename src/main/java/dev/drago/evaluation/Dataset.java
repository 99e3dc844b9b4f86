package dev.drago.evaluation;

/**
 * What was evaluated. Another order of the same interactions changes a quarter of the test items,
 * so that a name alone says too little.
 *
 * @param sha256 of the whole log, written as a {@code sequences.tsv}
 * @param users in the log, after rules such as the k-core
 * @param items of the log that can be recommended
 * @param interactions in the log, after the same rules
 */
public record Dataset(String name, String sha256, int users, int items, long interactions) {}
