package dev.drago.evaluation;

/** By how much {@code ranker} is better than {@code reference} on the same users, at ten shown. */
public record Comparison(String ranker, String reference, Difference hitRate, Difference ndcg) {}
