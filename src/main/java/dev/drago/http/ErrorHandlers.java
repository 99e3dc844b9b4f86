package dev.drago.http;

import dev.drago.conversation.TurnUnderWayException;
import dev.drago.conversation.UnknownSessionException;
import dev.drago.index.FilterException;
import dev.drago.index.IndexException;
import dev.drago.inference.CallerGoneException;
import dev.drago.inference.OverloadedException;
import dev.drago.ingest.ImportUnderWayException;
import dev.drago.recommend.InvalidRequestException;
import dev.drago.store.StoreException;
import io.helidon.common.buffers.DataReader.InsufficientDataAvailableException;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeoutException;

/**
 * Every exception as a problem document; no stack trace leaves the process. Where part of an answer
 * has been written Helidon asks none of these: it logs, and closes the connection.
 */
final class ErrorHandlers {

  private static final Logger LOG = System.getLogger("dev.drago.http");

  private ErrorHandlers() {}

  static void register(HttpRouting.Builder routing) {
    routing.error(Throwable.class, ErrorHandlers::answer);
  }

  private static void answer(ServerRequest request, ServerResponse response, Throwable e) {
    if (CallerGoneException.isCauseOf(e) || bodyEnded(e)) {
      throw new CloseConnectionException("the client has gone away", e);
    }
    Problem problem = problem(request, response, e);
    if (problem.status() == Status.SERVICE_UNAVAILABLE_503.code()) {
      response.header(HeaderNames.RETRY_AFTER, "1");
    }
    Json.sendProblem(response, problem);
  }

  /** What a failure is to who asked; one that is no fault of theirs is logged. */
  static Problem problem(ServerRequest request, ServerResponse response, Throwable e) {
    return switch (e) {
      case ProblemException told -> told.problem();
      case InvalidRequestException invalid ->
          Problem.of(
              Problem.UNPROCESSABLE,
              "the request cannot be answered: " + message(e),
              invalid.violations());
      case FilterException _ -> Problem.of(Status.BAD_REQUEST_400, message(e));
      case UnknownSessionException _ -> Problem.of(Status.NOT_FOUND_404, message(e));
      case TurnUnderWayException _ -> Problem.of(Status.CONFLICT_409, message(e));
      case ImportUnderWayException _ -> Problem.of(Status.CONFLICT_409, message(e));
      case OverloadedException _ -> unavailable(message(e));
      case HttpException http -> Problem.of(http.status(), text(http));
      case StoreException _ -> logged(request, response, e, unavailable(message(e)));
      case IndexException _ -> logged(request, response, e, unavailable(message(e)));
      case Throwable late when isTimeout(late) -> unavailable("the answer was not ready in time");
      default ->
          logged(
              request,
              response,
              e,
              Problem.of(
                  Status.INTERNAL_SERVER_ERROR_500,
                  "something went wrong here; the log says what"));
    };
  }

  private static Problem unavailable(String detail) {
    return Problem.of(Status.SERVICE_UNAVAILABLE_503, detail);
  }

  private static boolean isTimeout(Throwable e) {
    return e instanceof TimeoutException || e.getCause() instanceof TimeoutException;
  }

  /** Whether a client went away, or was too slow, before all of its body had arrived. */
  private static boolean bodyEnded(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof InsufficientDataAvailableException) {
        return true;
      }
    }
    return false;
  }

  private static Problem logged(
      ServerRequest request, ServerResponse response, Throwable e, Problem problem) {
    // The route and not the path, which has ids of people in it.
    String what = request.context().get(Route.class).map(Route::toString).orElse("a request");
    String trace = TraceParent.traceId(request.headers()).map(id -> ", trace " + id).orElse("");
    LOG.log(Level.ERROR, what + " failed (request " + RequestId.of(response) + trace + ")", e);
    return problem;
  }

  private static String message(Throwable e) {
    return String.valueOf(e.getMessage());
  }

  private static String text(HttpException e) {
    String message = e.getMessage();
    return message == null || message.isBlank() ? e.status().reasonPhrase() : message;
  }
}
