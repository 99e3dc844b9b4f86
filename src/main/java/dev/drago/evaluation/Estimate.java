package dev.drago.evaluation;

/** A mean over users, and the interval that holds it with 95 % confidence. */
public record Estimate(double value, double low, double high) {}
