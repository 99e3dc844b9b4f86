package dev.drago.http;

import dev.drago.recommend.InvalidRequestException.Violation;
import io.helidon.http.Status;
import java.util.List;

/** Ends a request with a {@link Problem}. */
final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Problem problem;

  ProblemException(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  static ProblemException badRequest(String detail) {
    return new ProblemException(Problem.of(Status.BAD_REQUEST_400, detail));
  }

  static ProblemException badRequest(String detail, String pointer, String error) {
    return new ProblemException(
        Problem.of(Status.BAD_REQUEST_400, detail, List.of(new Violation(pointer, error))));
  }

  static ProblemException notFound(String detail) {
    return new ProblemException(Problem.of(Status.NOT_FOUND_404, detail));
  }

  static ProblemException unprocessable(String detail) {
    return new ProblemException(Problem.of(Problem.UNPROCESSABLE, detail));
  }

  Problem problem() {
    return problem;
  }
}
