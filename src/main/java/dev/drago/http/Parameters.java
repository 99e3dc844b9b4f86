package dev.drago.http;

import io.helidon.webserver.http.ServerRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Query parameters, checked: an unknown one is an error, as an unknown field is. */
final class Parameters {

  /** A number as JSON writes it; Java's parser would take {@code NaN} and {@code 1f} too. */
  private static final Pattern NUMBER =
      Pattern.compile("-?[0-9]{1,20}(\\.[0-9]{1,20})?([eE][-+]?[0-9]{1,3})?");

  private static final Pattern CURSOR = Pattern.compile("[0-9]{1,18}");

  private final ServerRequest request;

  private Parameters(ServerRequest request) {
    this.request = request;
  }

  static Parameters of(ServerRequest request, String... known) {
    Set<String> names = Set.of(known);
    for (String name : request.query().names()) {
      if (!names.contains(name)) {
        throw ProblemException.badRequest(
            "there is no parameter '%s'; there are: %s".formatted(name, String.join(", ", known)));
      }
      if (request.query().all(name).size() > 1) {
        throw ProblemException.badRequest("the parameter '" + name + "' is there more than once");
      }
    }
    return new Parameters(request);
  }

  Optional<String> text(String name) {
    return request.query().first(name).asOptional().filter(value -> !value.isEmpty());
  }

  /** Names with commas between them. */
  List<String> list(String name) {
    return text(name).map(names -> List.of(names.split(","))).orElse(List.of());
  }

  String required(String name) {
    return text(name)
        .orElseThrow(() -> ProblemException.badRequest("the parameter '" + name + "' is missing"));
  }

  int integer(String name, int least, int most, int otherwise) {
    Optional<String> value = text(name);
    if (value.isEmpty()) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(value.get());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw ProblemException.badRequest(
        "the parameter '%s' must be a whole number from %d to %d, not '%s'"
            .formatted(name, least, most, value.get()));
  }

  long cursor(String name) {
    Optional<String> value = text(name);
    if (value.isPresent() && !CURSOR.matcher(value.get()).matches()) {
      throw ProblemException.badRequest(
          "'%s' is not a cursor that this server gave".formatted(value.get()));
    }
    return value.map(Long::parseLong).orElse(-1L);
  }

  double real(String name, double otherwise) {
    Optional<String> value = text(name);
    if (value.isPresent() && !NUMBER.matcher(value.get()).matches()) {
      throw ProblemException.badRequest(
          "the parameter '%s' must be a number, not '%s'".formatted(name, value.get()));
    }
    return value.map(Double::parseDouble).orElse(otherwise);
  }

  <E extends Enum<E>> E choice(String name, Class<E> type, E otherwise) {
    return text(name).map(value -> choice(name, value, type)).orElse(otherwise);
  }

  static <E extends Enum<E>> E choice(String name, String value, Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      if (Lower.of(constant).equals(value)) {
        return constant;
      }
    }
    throw ProblemException.badRequest(
        "'%s' must be one of %s, not '%s'"
            .formatted(
                name,
                String.join(", ", Arrays.stream(type.getEnumConstants()).map(Lower::of).toList()),
                value));
  }
}
