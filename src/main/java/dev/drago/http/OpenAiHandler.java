package dev.drago.http;

import dev.drago.inference.CallerGoneException;
import dev.drago.inference.OverloadedException;
import dev.drago.inference.PromptTooLongException;
import dev.drago.recommend.InvalidRequestException;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** A handler whose failures are answered with OpenAI's error object instead of a problem. */
record OpenAiHandler(Handler handler) implements Handler {

  /** Paths whose errors have this shape also when a request never reaches them. */
  private static final Set<String> PATHS =
      Set.of("/v1/embeddings", "/v1/chat/completions", "/v1/models");

  private static final Logger LOG = System.getLogger("dev.drago.http");

  static boolean isResponsibleFor(String path) {
    return PATHS.contains(path) || path.startsWith("/v1/models/");
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) {
    try {
      handler.handle(request, response);
    } catch (CloseConnectionException e) {
      throw e; // nobody reads the answer
    } catch (Exception e) {
      if (CallerGoneException.isCauseOf(e)) {
        throw new CloseConnectionException("the client has gone away", e);
      }
      if (response.isSent()) {
        throw e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
      }
      String what = request.path().path() + " (request " + RequestId.of(response) + ")";
      OpenAiException error = logged(what, e);
      if (error.status().code() == Status.SERVICE_UNAVAILABLE_503.code()) {
        response.header(HeaderNames.RETRY_AFTER, "1");
      }
      Json.send(response, error.status(), error.body());
    }
  }

  /** The error of {@code e}; what nobody foresaw goes to the log too. */
  static OpenAiException logged(String what, Throwable e) {
    OpenAiException error = of(e);
    if (error.status().code() == Status.INTERNAL_SERVER_ERROR_500.code()) {
      LOG.log(Level.ERROR, what + " failed", e);
    }
    return error;
  }

  /** The error as OpenAI's clients know it. */
  private static OpenAiException of(Throwable e) {
    return switch (e) {
      case OpenAiException error -> error;
      case CompletionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
      case ExecutionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
      case ProblemException problem -> of(problem.problem());
      case InvalidRequestException invalid ->
          error(
              Status.BAD_REQUEST_400,
              "the request cannot be answered: " + invalid.getMessage(),
              Optional.empty());
      case PromptTooLongException tooLong ->
          new OpenAiException(
              Status.BAD_REQUEST_400,
              String.valueOf(tooLong.getMessage()),
              Optional.of("messages"),
              Optional.of("context_length_exceeded"));
      case OverloadedException overloaded ->
          error(
              Status.SERVICE_UNAVAILABLE_503,
              String.valueOf(overloaded.getMessage()),
              Optional.of("overloaded"));
      case TimeoutException late ->
          error(
              Status.SERVICE_UNAVAILABLE_503,
              "the answer was not ready in time",
              Optional.of("timeout"));
      case HttpException http ->
          error(
              http.status(),
              http.status().code() == Status.REQUEST_ENTITY_TOO_LARGE_413.code()
                  ? "the body is larger than this server takes"
                  : http.status().reasonPhrase(),
              Optional.empty());
      default ->
          error(
              Status.INTERNAL_SERVER_ERROR_500,
              "something went wrong here; the log says what",
              Optional.empty());
    };
  }

  private static OpenAiException of(Problem problem) {
    List<InvalidRequestException.Violation> errors = problem.errors();
    String message =
        errors.isEmpty() ? problem.detail() : problem.detail() + ": " + errors.getFirst().detail();
    Optional<String> parameter =
        errors.stream()
            .map(violation -> violation.pointer().replaceFirst("^/", "").replace('/', '.'))
            .filter(pointer -> !pointer.isEmpty())
            .findFirst();
    return new OpenAiException(
        Status.create(problem.status()), message, parameter, Optional.empty());
  }

  static OpenAiException error(Status status, String message, Optional<String> code) {
    return new OpenAiException(status, message, Optional.empty(), code);
  }
}
