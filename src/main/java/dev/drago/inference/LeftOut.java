package dev.drago.inference;

/**
 * What a sequence model says with each of the last items of a history left out, one at a time.
 *
 * @param from the place in the history of the first item that was left out
 * @param whole log-probabilities of the items asked, by the history as the model reads it
 * @param without the same without one item: row i without the item at place {@code from + i}
 */
public record LeftOut(int from, float[] whole, float[][] without) {}
