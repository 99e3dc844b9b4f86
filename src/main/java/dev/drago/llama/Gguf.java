package dev.drago.llama;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The header of a GGUF file: everything but the weights. Read in Java, with every count and length
 * checked against the file, because llama.cpp ends the process on some of what it does not expect.
 *
 * @param version 2 or 3
 * @param metadata in the order of the file
 * @param tensors in the order of the file
 */
public record Gguf(Path path, int version, Map<String, GgufValue> metadata, List<Tensor> tensors) {

  /**
   * Where the numbers of one tensor are.
   *
   * @param shape innermost (row length) first
   * @param offset from the start of the file
   * @param bytes its size in the file
   */
  public record Tensor(String name, List<Long> shape, TensorType type, long offset, long bytes) {}

  /**
   * Reads the header of any GGUF file.
   *
   * @throws InvalidModelException when the file cannot be read or is malformed
   */
  public static Gguf read(Path path) {
    return GgufReader.read(path);
  }

  /**
   * Goes beyond the container: refuses a model whose architecture, shapes or vocabulary llama.cpp
   * could not run, or would end the process on.
   *
   * @throws InvalidModelException when it cannot be run
   */
  public void requireRunnable() {
    ModelCheck.check(this);
  }

  /** Such as {@code qwen2} or {@code bert}; empty when the file does not say. */
  public String architecture() {
    return string("general.architecture").orElse("");
  }

  public Optional<String> string(String key) {
    return metadata.get(key) instanceof GgufValue.Text(String value)
        ? Optional.of(value)
        : Optional.empty();
  }

  public Optional<List<String>> strings(String key) {
    return metadata.get(key) instanceof GgufValue.Texts(List<String> values)
        ? Optional.of(values)
        : Optional.empty();
  }

  public Optional<List<Long>> integers(String key) {
    return metadata.get(key) instanceof GgufValue.Wholes(List<Long> values)
        ? Optional.of(values)
        : Optional.empty();
  }

  public OptionalLong integer(String key) {
    return metadata.get(key) instanceof GgufValue.Whole(long value)
        ? OptionalLong.of(value)
        : OptionalLong.empty();
  }

  public OptionalDouble real(String key) {
    return metadata.get(key) instanceof GgufValue.Real(double value)
        ? OptionalDouble.of(value)
        : OptionalDouble.empty();
  }

  public Optional<Boolean> flag(String key) {
    return metadata.get(key) instanceof GgufValue.Flag(boolean value)
        ? Optional.of(value)
        : Optional.empty();
  }

  /** Not the metadata: a vocabulary is long. */
  @Override
  public String toString() {
    return "Gguf[%s, %s, %d tensors]".formatted(path, architecture(), tensors.size());
  }
}
