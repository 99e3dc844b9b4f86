package dev.drago.conversation;

import dev.drago.catalog.AttributeValue;
import dev.drago.catalog.CatalogSnapshot;
import java.util.BitSet;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * An attribute of numbers or dates, and what is low and high for this catalogue.
 *
 * @param role what it is to people, or its own name
 * @param lowest a quarter of the items have this or less; years for dates
 * @param highest a quarter have this or more
 */
record NumberAttribute(
    String name, String role, Bounds.Scale scale, double lowest, double highest) {

  static Optional<NumberAttribute> of(
      String name, String role, Bounds.Scale scale, CatalogSnapshot catalog) {
    DoubleStream.Builder values = DoubleStream.builder();
    BitSet live = catalog.live();
    for (int i = live.nextSetBit(0); i >= 0; i = live.nextSetBit(i + 1)) {
      switch (catalog.item(i).attributes().get(name)) {
        case AttributeValue.Numeric(double number) -> values.add(number);
        case AttributeValue.Date(var date) -> values.add(date.getYear());
        case null, default -> {}
      }
    }
    double[] sorted = values.build().sorted().toArray();
    return sorted.length == 0
        ? Optional.empty()
        : Optional.of(
            new NumberAttribute(
                name,
                role,
                scale,
                sorted[sorted.length / 4],
                sorted[(int) (sorted.length * 3L / 4)]));
  }

  boolean isYear() {
    return role.equals(AttributeRole.YEAR);
  }

  Bounds between(double low, double high) {
    return new Bounds(name, scale, Math.min(low, high), Math.max(low, high));
  }

  Bounds upTo(double high) {
    return new Bounds(name, scale, Double.NEGATIVE_INFINITY, high);
  }

  Bounds from(double low) {
    return new Bounds(name, scale, low, Double.POSITIVE_INFINITY);
  }
}
