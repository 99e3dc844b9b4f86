package dev.drago.evaluation;

/** A ranker could not answer a case. A report without that case would compare unlike things. */
public final class EvaluationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  EvaluationException(String user, Throwable cause) {
    super("user '%s' got no answer: %s".formatted(user, cause.getMessage()), cause);
  }
}
