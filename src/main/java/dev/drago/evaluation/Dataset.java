package dev.drago.evaluation;

/**
 * What was evaluated. Another order of the same interactions changes a quarter of the test items,
 * so that a name alone says too little.
 */
public record Dataset(String name, String sha256) {}
