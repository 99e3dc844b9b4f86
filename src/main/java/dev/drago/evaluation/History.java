package dev.drago.evaluation;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What a user took.
 *
 * @param items ordinals, oldest first; read it only
 * @param times when, in milliseconds since 1970, one an item; empty in a log that only knows the
 *     order; read it only
 */
public record History(String user, int[] items, long[] times) {

  public History {
    if (times.length != 0 && times.length != items.length) {
      throw new IllegalArgumentException(
          "user '%s' has %d items and %d times".formatted(user, items.length, times.length));
    }
  }

  /** A history of which only the order is known. */
  public static History untimed(String user, int... items) {
    return new History(user, items, new long[0]);
  }

  /** The oldest {@code length} items. */
  public History first(int length) {
    return new History(
        user,
        Arrays.copyOf(items, length),
        times.length == 0 ? times : Arrays.copyOf(times, length));
  }

  /** Only the items that {@code kept} holds for. */
  public History only(IntPredicate kept) {
    int[] places = IntStream.range(0, items.length).filter(i -> kept.test(items[i])).toArray();
    return places.length == items.length ? this : at(places);
  }

  /** The same events, oldest first by their times; those of one time keep their order. */
  History inOrderOfTime() {
    for (int i = 1; i < times.length; i++) {
      if (times[i] < times[i - 1]) {
        return at(
            IntStream.range(0, times.length)
                .boxed()
                .sorted(java.util.Comparator.comparingLong(place -> times[place]))
                .mapToInt(Integer::intValue)
                .toArray());
      }
    }
    return this;
  }

  private History at(int[] places) {
    return new History(
        user,
        IntStream.of(places).map(i -> items[i]).toArray(),
        times.length == 0 ? times : IntStream.of(places).mapToLong(i -> times[i]).toArray());
  }
}
