package dev.drago.catalog;

import java.time.LocalDate;
import java.util.List;

/**
 * The value of one attribute of an item. A field has one type over the whole catalogue ({@link
 * AttributeType}); several values of a field are several strings in a {@link Keywords}.
 */
public sealed interface AttributeValue {

  AttributeType type();

  /** Prose: analysed for search, not filterable by exact value. */
  record Text(String value) implements AttributeValue {
    @Override
    public AttributeType type() {
      return AttributeType.TEXT;
    }
  }

  /** One or more exact values such as genres or directors; never empty. */
  record Keywords(List<String> values) implements AttributeValue {
    public Keywords {
      values = List.copyOf(values);
      if (values.isEmpty()) {
        throw new IllegalArgumentException("a keyword attribute needs at least one value");
      }
    }

    @Override
    public AttributeType type() {
      return AttributeType.KEYWORD;
    }
  }

  /** A finite number. */
  record Numeric(double value) implements AttributeValue {
    public Numeric {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("a number attribute must be finite, not " + value);
      }
    }

    @Override
    public AttributeType type() {
      return AttributeType.NUMBER;
    }
  }

  /** True or false. */
  record Flag(boolean value) implements AttributeValue {
    @Override
    public AttributeType type() {
      return AttributeType.BOOLEAN;
    }
  }

  /** A day, without a time zone. */
  record Date(LocalDate value) implements AttributeValue {
    @Override
    public AttributeType type() {
      return AttributeType.DATE;
    }
  }
}
