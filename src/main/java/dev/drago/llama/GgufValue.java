package dev.drago.llama;

import java.util.List;

/** A value of a GGUF file's metadata. */
public sealed interface GgufValue {

  /** Any of the integer types; an unsigned 64-bit number beyond the range of long is refused. */
  record Whole(long value) implements GgufValue {}

  /** 32 or 64 bits of floating point. */
  record Real(double value) implements GgufValue {}

  record Flag(boolean value) implements GgufValue {}

  record Text(String value) implements GgufValue {}

  record Texts(List<String> values) implements GgufValue {
    public Texts {
      values = List.copyOf(values);
    }
  }

  record Wholes(List<Long> values) implements GgufValue {
    public Wholes {
      values = List.copyOf(values);
    }
  }

  record Reals(List<Double> values) implements GgufValue {
    public Reals {
      values = List.copyOf(values);
    }
  }

  record Flags(List<Boolean> values) implements GgufValue {
    public Flags {
      values = List.copyOf(values);
    }
  }
}
