package dev.drago.conversation;

/**
 * A statement that stands in a session.
 *
 * @param id unique in its session and rising in the order in which things were said
 * @param turn when it was said, from 1
 */
public record Said(int id, int turn, Statement statement) {}
