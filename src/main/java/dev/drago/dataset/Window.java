package dev.drago.dataset;

/**
 * What somebody took in a row, and what they took next.
 *
 * @param history ordinals, oldest first; read it only
 * @param target the ordinal after them
 */
record Window(int[] history, int target) {}
