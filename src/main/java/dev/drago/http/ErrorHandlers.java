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
    routing
        .error(
            ProblemException.class,
            (req, res, e) -> {
              if (e.problem().status() == Status.SERVICE_UNAVAILABLE_503.code()) {
                res.header(HeaderNames.RETRY_AFTER, "1");
              }
              Json.sendProblem(res, e.problem());
            })
        .error(
            InvalidRequestException.class,
            (req, res, e) ->
                Json.sendProblem(
                    res,
                    Problem.of(
                        Problem.UNPROCESSABLE,
                        "the request cannot be answered: " + e.getMessage(),
                        e.violations())))
        .error(
            FilterException.class,
            (req, res, e) -> Json.sendProblem(res, Problem.of(Status.BAD_REQUEST_400, message(e))))
        .error(
            UnknownSessionException.class,
            (req, res, e) -> Json.sendProblem(res, Problem.of(Status.NOT_FOUND_404, message(e))))
        .error(
            TurnUnderWayException.class,
            (req, res, e) -> Json.sendProblem(res, Problem.of(Status.CONFLICT_409, message(e))))
        .error(
            ImportUnderWayException.class,
            (req, res, e) -> Json.sendProblem(res, Problem.of(Status.CONFLICT_409, message(e))))
        .error(OverloadedException.class, (req, res, e) -> unavailable(res, message(e)))
        .error(
            StoreException.class,
            (req, res, e) -> {
              log(req, res, e);
              unavailable(res, message(e));
            })
        .error(
            IndexException.class,
            (req, res, e) -> {
              log(req, res, e);
              unavailable(res, message(e));
            })
        .error(
            HttpException.class,
            (req, res, e) -> Json.sendProblem(res, Problem.of(e.status(), text(e))))
        .error(Throwable.class, ErrorHandlers::unexpected);
  }

  private static void unavailable(ServerResponse response, String detail) {
    response.header(HeaderNames.RETRY_AFTER, "1");
    Json.sendProblem(response, Problem.of(Status.SERVICE_UNAVAILABLE_503, detail));
  }

  private static void unexpected(ServerRequest request, ServerResponse response, Throwable e) {
    if (CallerGoneException.isCauseOf(e) || bodyEnded(e)) {
      throw new CloseConnectionException("the client has gone away", e);
    }
    if (e instanceof TimeoutException || e.getCause() instanceof TimeoutException) {
      unavailable(response, "the answer was not ready in time");
      return;
    }
    log(request, response, e);
    Json.sendProblem(
        response,
        Problem.of(
            Status.INTERNAL_SERVER_ERROR_500, "something went wrong here; the log says what"));
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

  private static void log(ServerRequest request, ServerResponse response, Throwable e) {
    // The route and not the path, which has ids of people in it.
    String what = request.context().get(Route.class).map(Route::toString).orElse("a request");
    String trace = TraceParent.traceId(request.headers()).map(id -> ", trace " + id).orElse("");
    LOG.log(Level.ERROR, what + " failed (request " + RequestId.of(response) + trace + ")", e);
  }

  private static String message(Throwable e) {
    return String.valueOf(e.getMessage());
  }

  private static String text(HttpException e) {
    String message = e.getMessage();
    return message == null || message.isBlank() ? e.status().reasonPhrase() : message;
  }
}
