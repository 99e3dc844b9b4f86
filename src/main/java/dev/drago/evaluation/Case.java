package dev.drago.evaluation;

/**
 * One question with a known answer: after {@code history}, what comes next?
 *
 * @param history item ordinals, oldest first; read it only
 * @param target the ordinal of the item that did come next
 */
public record Case(String user, int[] history, int target) {}
