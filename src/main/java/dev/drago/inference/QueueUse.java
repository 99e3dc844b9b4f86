package dev.drago.inference;

/**
 * The queue in front of a model.
 *
 * @param model such as {@code chat}
 * @param waiting jobs in it now
 * @param capacity jobs it holds; one more is refused
 */
public record QueueUse(String model, int waiting, int capacity) {}
