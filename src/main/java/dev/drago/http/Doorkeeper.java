package dev.drago.http;

import dev.drago.access.ApiKey;
import dev.drago.access.ApiKeys;
import dev.drago.access.Role;
import dev.drago.access.TokenBucket;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Asks for keys, where the server has any, and lets nobody in more often than theirs allows. */
final class Doorkeeper {

  private static final HeaderName API_KEY = HeaderNames.create("X-API-Key");
  private static final String BEARER = "bearer ";

  /** Who was let in, or why not. */
  sealed interface Verdict {
    /** Let in, with a key where one is needed. */
    record Admitted(Optional<ApiKey> key) implements Verdict {}

    /** Not let in, though maybe known. */
    record Refused(Refusal refusal, Optional<ApiKey> key) implements Verdict {}
  }

  private final Optional<Supplier<ApiKeys>> keys;
  private final boolean openMetrics;
  private final Map<ApiKey, TokenBucket> buckets = new ConcurrentHashMap<>();

  Doorkeeper(Optional<Supplier<ApiKeys>> keys, boolean openMetrics) {
    this.keys = keys;
    this.openMetrics = openMetrics;
  }

  Verdict judge(Route route, ServerRequestHeaders headers) {
    if (keys.isEmpty()
        || route.role().isEmpty()
        || (openMetrics && route.template().equals(Route.METRICS))) {
      return new Verdict.Admitted(Optional.empty());
    }
    Set<String> presented = presented(headers);
    if (presented.size() != 1) {
      return refused(
          presented.isEmpty()
              ? "a key is needed: 'Authorization: Bearer KEY' or 'X-API-Key: KEY'"
              : "two different keys were sent");
    }
    return keys.get()
        .get()
        .find(presented.iterator().next())
        .map(key -> judge(key, route.role().get()))
        .orElseGet(() -> refused("the key is none of this server's"));
  }

  private Verdict judge(ApiKey key, Role needed) {
    if (!key.role().includes(needed)) {
      return new Verdict.Refused(
          Refusal.forbidden(
              "the key '%s' has the role %s, and this needs %s"
                  .formatted(key.name(), key.role().text(), needed.text())),
          Optional.of(key));
    }
    Duration wait =
        key.rate()
            .map(
                rate ->
                    buckets
                        .computeIfAbsent(key, k -> new TokenBucket(rate, System::nanoTime))
                        .take())
            .orElse(Duration.ZERO);
    return wait.isZero()
        ? new Verdict.Admitted(Optional.of(key))
        : new Verdict.Refused(Refusal.tooOften(key.name(), wait), Optional.of(key));
  }

  private static Verdict refused(String detail) {
    return new Verdict.Refused(Refusal.unauthorized(detail), Optional.empty());
  }

  private static Set<String> presented(ServerRequestHeaders headers) {
    Set<String> presented = new LinkedHashSet<>();
    if (headers.contains(HeaderNames.AUTHORIZATION)) {
      for (String value : headers.get(HeaderNames.AUTHORIZATION).allValues()) {
        presented.add(
            value.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? value.substring(BEARER.length()).strip()
                : "");
      }
    }
    if (headers.contains(API_KEY)) {
      presented.addAll(headers.get(API_KEY).allValues());
    }
    return presented;
  }
}
