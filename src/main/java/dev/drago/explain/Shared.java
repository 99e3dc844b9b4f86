package dev.drago.explain;

/**
 * A value that items have in common.
 *
 * @param attribute its name, such as {@code directors}
 * @param value as the catalogue writes it
 */
public record Shared(String attribute, String value) {}
