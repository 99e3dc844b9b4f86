package dev.drago.evaluation;

import java.util.Locale;

/** Which item of a history is held out. */
public enum Stage {
  /** The one before the last: everything is chosen on it. */
  VALIDATION(2),
  /** The last one: looked at once, at the end. */
  TEST(1);

  private final int fromTheEnd;

  Stage(int fromTheEnd) {
    this.fromTheEnd = fromTheEnd;
  }

  /** The position of the held-out item in a history of {@code length} items. */
  int position(int length) {
    return length - fromTheEnd;
  }

  /** The name in commands and reports. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
