package dev.drago.recommend;

import java.util.List;

/** A request that is well-formed but cannot be answered; says where and why. */
public final class InvalidRequestException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /**
   * One thing that is wrong.
   *
   * @param pointer a JSON pointer into the request, such as {@code /history/2}
   * @param detail a sentence
   */
  public record Violation(String pointer, String detail) {}

  private final transient List<Violation> violations;

  public InvalidRequestException(String pointer, String detail) {
    this(List.of(new Violation(pointer, detail)));
  }

  public InvalidRequestException(List<Violation> violations) {
    super(violations.getFirst().pointer() + " " + violations.getFirst().detail());
    this.violations = List.copyOf(violations);
  }

  public List<Violation> violations() {
    return violations;
  }
}
