package dev.drago.recommend;

import dev.drago.catalog.AttributeType;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Numbers, or dates, in buckets of equal width from the least to the greatest; at most {@value
 * #MOST}. A bucket holds its {@code from} but not its {@code to}, the last one both. Those of whole
 * numbers and of days begin at whole ones.
 *
 * @param min the least value: a number, or a {@link LocalDate}
 * @param max the greatest value
 * @param buckets in order, empty ones included
 */
public record Buckets(Object min, Object max, List<Bucket> buckets) {

  /** A part of the range and how many values lie in it. */
  public record Bucket(Object from, Object to, int count) {}

  static final int MOST = 12;

  /** Above this not every whole number is a double. */
  private static final double WHOLE_BELOW = 1L << 53;

  public Buckets {
    buckets = List.copyOf(buckets);
  }

  /** Nothing where there are no values; dates come as days since 1970. */
  static Optional<Buckets> of(List<Double> values, AttributeType type) {
    if (values.isEmpty()) {
      return Optional.empty();
    }
    double min = values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    double max = values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    double[] bounds = bounds(min, max, values.stream().allMatch(Buckets::isWhole));
    int[] counts = new int[bounds.length - 1];
    for (double value : values) {
      int at = Arrays.binarySearch(bounds, value);
      counts[Math.min(at >= 0 ? at : -at - 2, counts.length - 1)]++;
    }
    return Optional.of(
        new Buckets(
            shown(min, type),
            shown(max, type),
            IntStream.range(0, counts.length)
                .mapToObj(
                    i -> new Bucket(shown(bounds[i], type), shown(bounds[i + 1], type), counts[i]))
                .toList()));
  }

  /** Rising, from the least to the greatest value; both alone where they are one. */
  private static double[] bounds(double min, double max, boolean whole) {
    if (min == max) {
      return new double[] {min, max};
    }
    double exact = max / MOST - min / MOST; // the difference itself may be too large for a double
    double width = whole ? Math.ceil(exact) : exact;
    double[] inner =
        IntStream.range(1, MOST)
            .mapToDouble(i -> min + i * width)
            .filter(bound -> bound > min && bound < max)
            .distinct()
            .toArray();
    double[] bounds = new double[inner.length + 2];
    bounds[0] = min;
    System.arraycopy(inner, 0, bounds, 1, inner.length);
    bounds[bounds.length - 1] = max;
    return bounds;
  }

  private static boolean isWhole(double value) {
    return value == Math.rint(value) && Math.abs(value) < WHOLE_BELOW;
  }

  private static Object shown(double value, AttributeType type) {
    if (type == AttributeType.DATE) {
      return LocalDate.ofEpochDay((long) value).toString();
    }
    return isWhole(value) ? (Object) (long) value : (Object) value;
  }
}
