package dev.drago.http;

import io.helidon.common.uri.UriPath;
import io.helidon.http.PathMatcher;
import io.helidon.http.PathMatchers;
import io.helidon.http.PathMatchers.MatchResult;
import io.helidon.http.PathMatchers.PrefixMatchResult;
import io.helidon.webserver.http.ServerRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A path with an id, such as {@code /items/{id}/similar} under {@code /v1}, matched as it was sent.
 *
 * <p>Helidon's own templates see the path decoded and without what follows a semicolon: {@code
 * a%2Fb} would be two segments, and {@code a;b} the item {@code a}. An id may hold both.
 */
final class IdPath implements PathMatcher {

  private static final String VERSION = "/v1";
  private static final int SEGMENT = 3;

  private final String template;
  private final Pattern pattern;

  IdPath(String template) {
    this.template = template;
    this.pattern = Pattern.compile(VERSION + template.replace("{id}", "(?!\\.\\.?(?:/|$))[^/]+"));
  }

  /**
   * The id in the path of a request that matched.
   *
   * @throws ProblemException when it is not UTF-8, percent-encoded
   */
  static String id(ServerRequest request) {
    String raw = request.prologue().uriPath().absolute().rawPath().split("/", -1)[SEGMENT];
    ByteBuffer bytes = ByteBuffer.allocate(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      if (raw.charAt(i) == '%') {
        bytes.put((byte) Integer.parseInt(raw, i + 1, i + 3, 16)); // Helidon has checked the form
        i += 2;
      } else {
        bytes.put((byte) raw.charAt(i));
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException e) {
      throw ProblemException.badRequest("the id '%s' in the path is not UTF-8".formatted(raw));
    }
  }

  @Override
  public MatchResult match(UriPath path) {
    return pattern.matcher(path.absolute().rawPath()).matches()
        ? PathMatchers.any().match(path)
        : MatchResult.notAccepted();
  }

  @Override
  public PrefixMatchResult prefixMatch(UriPath path) {
    return PrefixMatchResult.notAccepted();
  }

  @Override
  public String toString() {
    return template;
  }
}
