package dev.drago.http;

import io.helidon.common.media.type.MediaTypes;
import io.helidon.webserver.http.ServerRequest;

/** What a client would rather have, where there is JSON and something else. */
final class Accepted {

  private Accepted() {}

  /** Whether it takes HTML before JSON, as browsers do. */
  static boolean isPage(ServerRequest request) {
    return request
        .headers()
        .bestAccepted(MediaTypes.APPLICATION_JSON, MediaTypes.TEXT_HTML)
        .filter(MediaTypes.TEXT_HTML::equals)
        .isPresent();
  }
}
