package dev.drago.conversation;

import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A range of an attribute, bounds included, an open end being infinite.
 *
 * @param low in years where the scale is {@link Scale#DATE}
 */
record Bounds(String attribute, Scale scale, double low, double high) {

  /** What lies between two numbers of an attribute. */
  enum Scale {
    REAL,
    /** Only whole numbers, as in years. */
    WHOLE,
    /** Days, spoken of by their years. */
    DATE
  }

  private double step() {
    return scale == Scale.REAL ? 0 : 1;
  }

  boolean isClosed() {
    return !Double.isInfinite(low) && !Double.isInfinite(high);
  }

  /** What lies outside, where that is one range. */
  Optional<Bounds> outside() {
    if (isClosed()) {
      return Optional.empty();
    }
    return Optional.of(
        Double.isInfinite(low)
            ? new Bounds(attribute, scale, high + step(), Double.POSITIVE_INFINITY)
            : new Bounds(attribute, scale, Double.NEGATIVE_INFINITY, low - step()));
  }

  boolean meets(Bounds other) {
    return attribute.equals(other.attribute) && low <= other.high && other.low <= high;
  }

  /** One range that holds both, where nothing lies between them. */
  Optional<Bounds> joined(Bounds other) {
    if (!attribute.equals(other.attribute)
        || low > other.high + step()
        || other.low > high + step()) {
      return Optional.empty();
    }
    Bounds both =
        new Bounds(attribute, scale, Math.min(low, other.low), Math.max(high, other.high));
    return Double.isInfinite(both.low) && Double.isInfinite(both.high)
        ? Optional.empty()
        : Optional.of(both);
  }

  /** The statement that wants it, or does not; what can be said as a wish is. */
  Statement.OfRange statement(boolean wanted) {
    Optional<Bounds> outside = wanted ? Optional.empty() : outside();
    if (outside.isPresent()) {
      return outside.get().statement(true);
    }
    return new Statement.OfRange(attribute, bound(low, 1, 1), bound(high, 12, 31), wanted);
  }

  private OptionalDouble bound(double value, int month, int day) {
    if (Double.isInfinite(value)) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(
        scale == Scale.DATE ? LocalDate.of((int) value, month, day).toEpochDay() : value);
  }
}
