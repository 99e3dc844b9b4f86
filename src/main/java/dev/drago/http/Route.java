package dev.drago.http;

import dev.drago.access.Role;
import java.util.Optional;
import java.util.Set;

/**
 * A route of the contract.
 *
 * @param method in capitals
 * @param template such as {@code /v1/items/{id}}: what metrics and the access log show, as the path
 *     itself has ids of people in it
 * @param takesBody whether its requests have bodies; one that comes all the same is not waited for
 * @param role what it takes to be answered, where keys are in use; nothing for who only looks
 *     whether the server lives
 */
record Route(String method, String template, boolean takesBody, Optional<Role> role) {

  static final String METRICS = "/metrics";

  /** What has to be answered also by a server that has no room for more. */
  private static final Set<String> NEVER_THROTTLED = Set.of("/livez", "/readyz", METRICS);

  boolean isNeverThrottled() {
    return NEVER_THROTTLED.contains(template);
  }

  /** Whether it changes what is stored: such work is finished also when nobody waits for it. */
  boolean writes() {
    return role.equals(Optional.of(Role.WRITE));
  }

  @Override
  public String toString() {
    return method + " " + template;
  }
}
