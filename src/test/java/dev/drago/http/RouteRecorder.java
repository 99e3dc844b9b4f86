package dev.drago.http;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Stands where Helidon's routing is built and notes what is registered. */
final class RouteRecorder {

  private static final Set<String> METHODS =
      Set.of("get", "post", "put", "patch", "delete", "head", "options");

  private final Set<String> routes = new TreeSet<>();

  /** A builder that only takes notes. */
  <T extends HttpRules> T as(Class<T> type) {
    return recorder(type, "");
  }

  /** As {@code GET /v1/items/{id}}. */
  Set<String> routes() {
    return routes;
  }

  private <T extends HttpRules> T recorder(Class<T> type, String prefix) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> note(proxy, method, arguments, prefix)));
  }

  private Object note(Object proxy, Method method, @Nullable Object[] arguments, String prefix) {
    if (METHODS.contains(method.getName()) && arguments[0] instanceof String path) {
      routes.add(
          method.getName().toUpperCase(Locale.ROOT) + " " + prefix + path.replace("{+", "{"));
    } else if (method.getName().equals("route")
        && arguments[0] instanceof io.helidon.http.Method verb
        && arguments[1] instanceof IdPath path) {
      routes.add(verb.text() + " " + prefix + path);
    } else if (method.getName().equals("register")) {
      String under = arguments[0] instanceof String path ? path : "";
      for (Object argument : arguments) {
        if (argument instanceof HttpService[] services) {
          for (HttpService service : services) {
            service.routing(recorder(HttpRules.class, prefix + under));
          }
        }
      }
    } else if (!Set.of("error", "addFilter", "any").contains(method.getName())) {
      throw new UnsupportedOperationException("a route is registered by " + method);
    }
    return proxy;
  }
}
