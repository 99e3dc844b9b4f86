package dev.drago.inference;

/**
 * What a language model wrote.
 *
 * @param text all pieces together
 * @param promptTokens how long the conversation was, in tokens
 * @param cachedTokens how many of them the model had read before
 * @param tokens how many were written
 * @param firstTokenNanos from the request to the first token, waiting included
 * @param nanos from the request to the last token
 */
public record Generated(
    String text,
    Finish finish,
    int promptTokens,
    int cachedTokens,
    int tokens,
    long firstTokenNanos,
    long nanos) {

  /** Why a text ended. */
  public enum Finish {
    /** The model ended it, or a stop string did, or the grammar allowed nothing more. */
    STOP,
    /** It had as many tokens as asked for, or the context was full. */
    LENGTH,
    /** The deadline passed. */
    DEADLINE
  }
}
