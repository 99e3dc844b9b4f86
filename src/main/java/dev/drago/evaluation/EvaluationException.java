package dev.drago.evaluation;

/** A ranker could not answer a case. A report without that case would compare unlike things. */
public final class EvaluationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  EvaluationException(String ranker, String user, Throwable cause) {
    super(
        "the ranker '%s' failed on user '%s': %s".formatted(ranker, user, cause.getMessage()),
        cause);
  }
}
