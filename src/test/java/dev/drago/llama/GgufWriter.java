package dev.drago.llama;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Writes small GGUF files, right and wrong ones. */
public final class GgufWriter {

  private static final int ALIGNMENT = 32;

  private final Map<String, byte[]> metadata = new LinkedHashMap<>();
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  private record Tensor(List<Long> shape, int type, ByteArrayOutputStream data) {}

  public GgufWriter whole(String key, int value) {
    return put(key, 4, out -> writeInt(out, value));
  }

  public GgufWriter real(String key, float value) {
    return put(key, 6, out -> writeInt(out, Float.floatToRawIntBits(value)));
  }

  public GgufWriter flag(String key, boolean value) {
    return put(key, 7, out -> out.write(value ? 1 : 0));
  }

  public GgufWriter text(String key, String value) {
    return put(key, 8, out -> writeString(out, value));
  }

  public GgufWriter texts(String key, List<String> values) {
    return put(
        key,
        9,
        out -> {
          writeInt(out, 8);
          writeLong(out, values.size());
          values.forEach(value -> writeString(out, value));
        });
  }

  public GgufWriter wholes(String key, List<Integer> values) {
    return put(
        key,
        9,
        out -> {
          writeInt(out, 5);
          writeLong(out, values.size());
          values.forEach(value -> writeInt(out, value));
        });
  }

  /** A value as it is in the file, after its type. */
  public GgufWriter raw(String key, int type, byte[] content) {
    return put(key, type, out -> out.writeBytes(content));
  }

  public GgufWriter remove(String keyOrTensor) {
    metadata.remove(keyOrTensor);
    tensors.remove(keyOrTensor);
    return this;
  }

  public GgufWriter tensor(String name, float[] values, long... shape) {
    ByteBuffer data = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    data.asFloatBuffer().put(values);
    return tensor(name, 0, data.array(), shape);
  }

  public GgufWriter tensor(String name, int type, byte[] data, long... shape) {
    ByteArrayOutputStream content = new ByteArrayOutputStream(data.length);
    content.writeBytes(data);
    tensors.put(name, new Tensor(LongStream.of(shape).boxed().toList(), type, content));
    return this;
  }

  /** The whole file. */
  public byte[] bytes() {
    byte[] header = header();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header);
    pad(out);
    for (Tensor tensor : tensors.values()) {
      out.writeBytes(tensor.data().toByteArray());
      pad(out);
    }
    return out.toByteArray();
  }

  /** What comes before the data. */
  public byte[] header() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
    writeInt(out, 3);
    writeLong(out, tensors.size());
    writeLong(out, metadata.size());
    metadata.forEach(
        (key, value) -> {
          writeString(out, key);
          out.writeBytes(value);
        });
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor tensor = entry.getValue();
      writeString(out, entry.getKey());
      writeInt(out, tensor.shape().size());
      for (long length : tensor.shape()) {
        writeLong(out, length);
      }
      writeInt(out, tensor.type());
      writeLong(out, offset);
      offset += (tensor.data().size() + ALIGNMENT - 1L) / ALIGNMENT * ALIGNMENT;
    }
    return out.toByteArray();
  }

  public Path write(Path file) {
    try {
      return Files.write(file, bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Content {
    void writeTo(ByteArrayOutputStream out);
  }

  private GgufWriter put(String key, int type, Content content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writeInt(out, type);
    content.writeTo(out);
    metadata.put(key, out.toByteArray());
    return this;
  }

  private static void pad(ByteArrayOutputStream out) {
    while (out.size() % ALIGNMENT != 0) {
      out.write(0);
    }
  }

  private static void writeInt(ByteArrayOutputStream out, int value) {
    out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }

  private static void writeLong(ByteArrayOutputStream out, long value) {
    out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
  }

  private static void writeString(ByteArrayOutputStream out, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    writeLong(out, bytes.length);
    out.writeBytes(bytes);
  }
}
