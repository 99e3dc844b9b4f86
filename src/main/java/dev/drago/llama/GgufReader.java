package dev.drago.llama;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A cursor over the mapped file that never goes past its end and believes no count or length. */
final class GgufReader {

  private static final int MAGIC = 0x46554747; // "GGUF"
  private static final int DEFAULT_ALIGNMENT = 32;
  private static final long MAX_ENTRIES = 1 << 16;
  private static final long MAX_ELEMENTS = 1 << 24;
  private static final long MAX_STRING = 1 << 26;
  private static final int MAX_DIMENSIONS = 4;
  private static final int MAX_TENSOR_NAME = 63;

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Path path;
  private final MemorySegment file;
  private long at;

  private GgufReader(Path path, MemorySegment file) {
    this.path = path;
    this.file = file;
  }

  static Gguf read(Path path) {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        Arena arena = Arena.ofConfined()) {
      long size = channel.size();
      MemorySegment file = channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
      return new GgufReader(path, file).header();
    } catch (NoSuchFileException e) {
      throw new InvalidModelException(path, "there is no such file", e);
    } catch (IOException e) {
      throw new InvalidModelException(path, "it cannot be read: " + e.getMessage(), e);
    }
  }

  private Gguf header() {
    if (file.byteSize() < 24 || u32("the magic number") != MAGIC) {
      throw invalid("it does not begin like a GGUF file");
    }
    long version = u32("the version");
    if (version != 2 && version != 3) {
      throw invalid("GGUF version %d is not supported, only 2 and 3", version);
    }
    long tensorCount = count("tensors", MAX_ENTRIES);
    long metadataCount = count("metadata entries", MAX_ENTRIES);

    Map<String, GgufValue> metadata = new LinkedHashMap<>();
    for (long i = 0; i < metadataCount; i++) {
      String key = string("a metadata key");
      if (key.isEmpty() || hasControl(key)) {
        throw invalid("the key of metadata entry %d is empty or unprintable", i);
      }
      GgufValue value = value(key);
      if (metadata.put(key, value) != null) {
        throw invalid("the metadata key '%s' occurs twice", key);
      }
    }
    List<Gguf.Tensor> tensors = tensors((int) tensorCount, alignment(metadata));
    return new Gguf(
        path,
        (int) version,
        Collections.unmodifiableMap(metadata),
        Collections.unmodifiableList(tensors));
  }

  private int alignment(Map<String, GgufValue> metadata) {
    GgufValue value = metadata.get("general.alignment");
    if (value == null) {
      return DEFAULT_ALIGNMENT;
    }
    if (value instanceof GgufValue.Whole(long alignment)
        && alignment > 0
        && alignment <= 1 << 16
        && Long.bitCount(alignment) == 1) {
      return (int) alignment;
    }
    throw invalid("general.alignment must be a power of two up to 65536, not %s", value);
  }

  /** Offsets are relative to the data, which begins after the header: known only at the end. */
  private List<Gguf.Tensor> tensors(int count, int alignment) {
    List<Gguf.Tensor> relative = new ArrayList<>();
    Set<String> names = new HashSet<>();
    long expected = 0;
    for (int i = 0; i < count; i++) {
      Gguf.Tensor tensor = tensor(i);
      if (!names.add(tensor.name())) {
        throw invalid("the tensor '%s' occurs twice", tensor.name());
      }
      if (tensor.offset() != expected) {
        throw invalid(
            "the data of tensor '%s' begins at %d where %d is due",
            tensor.name(), tensor.offset(), expected);
      }
      expected = align(Math.addExact(expected, tensor.bytes()), alignment);
      relative.add(tensor);
    }
    long start = align(at, alignment);
    List<Gguf.Tensor> tensors = new ArrayList<>(count);
    for (Gguf.Tensor tensor : relative) {
      long offset = start + tensor.offset();
      if (offset + tensor.bytes() > file.byteSize()) {
        throw invalid(
            "it is truncated: the data of tensor '%s' ends at byte %d of %d",
            tensor.name(), offset + tensor.bytes(), file.byteSize());
      }
      tensors.add(
          new Gguf.Tensor(tensor.name(), tensor.shape(), tensor.type(), offset, tensor.bytes()));
    }
    return tensors;
  }

  private Gguf.Tensor tensor(int index) {
    String name = string("a tensor's name");
    if (name.isEmpty()
        || name.getBytes(StandardCharsets.UTF_8).length > MAX_TENSOR_NAME
        || hasControl(name)) {
      throw invalid("the name of tensor %d is empty, too long or unprintable", index);
    }
    long dimensions = u32("a tensor's dimensions");
    if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
      throw invalid("tensor '%s' has %d dimensions, not 1 to 4", name, dimensions);
    }
    List<Long> shape = new ArrayList<>();
    for (int d = 0; d < dimensions; d++) {
      long length = i64("a tensor's shape");
      if (length < 1 || length > Integer.MAX_VALUE) {
        throw invalid("dimension %d of tensor '%s' is %d", d, name, length);
      }
      shape.add(length);
    }
    long code = u32("a tensor's type");
    TensorType type =
        TensorType.of(code)
            .orElseThrow(() -> invalid("tensor '%s' has the unknown type %d", name, code));
    long offset = i64("a tensor's offset");
    if (shape.getFirst() % type.blockSize != 0) {
      throw invalid(
          "the rows of tensor '%s' have %d numbers, which %s cannot store: not a multiple of %d",
          name, shape.getFirst(), type, type.blockSize);
    }
    try {
      long bytes = shape.getFirst() / type.blockSize * type.blockBytes;
      for (long length : shape.subList(1, shape.size())) {
        bytes = Math.multiplyExact(bytes, length);
      }
      // Half the range of long leaves room for every sum of an offset and a size below.
      if (bytes > Long.MAX_VALUE / 2 || offset < 0 || offset > file.byteSize()) {
        throw invalid("tensor '%s' lies outside the file", name);
      }
      return new Gguf.Tensor(name, List.copyOf(shape), type, offset, bytes);
    } catch (ArithmeticException e) {
      throw new InvalidModelException(path, "the size of tensor '" + name + "' overflows", e);
    }
  }

  private GgufValue value(String key) {
    long code = u32("a value's type");
    GgufType type = type(key, code);
    requireExpected(key, type, type);
    return switch (type) {
      case U8, I8, U16, I16, U32, I32, U64, I64 -> new GgufValue.Whole(whole(type, key));
      case F32, F64 -> new GgufValue.Real(real(type));
      case BOOL -> new GgufValue.Flag(bool(key));
      case STRING -> new GgufValue.Text(string(key));
      case ARRAY -> array(key);
    };
  }

  private GgufValue array(String key) {
    GgufType type = type(key, u32("an array's type"));
    requireExpected(key, GgufType.ARRAY, type);
    long length = count("elements of '" + key + "'", MAX_ELEMENTS);
    if (length > (file.byteSize() - at) / Math.max(type.bytes, 1)) {
      throw invalid("'%s' has %d elements, more than the file holds", key, length);
    }
    int n = (int) length;
    return switch (type) {
      case U8, I8, U16, I16, U32, I32, U64, I64 -> {
        List<Long> values = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
          values.add(whole(type, key));
        }
        yield new GgufValue.Wholes(values);
      }
      case F32, F64 -> {
        List<Double> values = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
          values.add(real(type));
        }
        yield new GgufValue.Reals(values);
      }
      case BOOL -> {
        List<Boolean> values = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
          values.add(bool(key));
        }
        yield new GgufValue.Flags(values);
      }
      case STRING -> {
        List<String> values = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
          values.add(string(key));
        }
        yield new GgufValue.Texts(values);
      }
      case ARRAY -> throw invalid("'%s' is an array of arrays, which is not supported", key);
    };
  }

  private GgufType type(String key, long code) {
    return GgufType.of(code)
        .orElseThrow(() -> invalid("the value of '%s' has the unknown type %d", key, code));
  }

  /**
   * llama.cpp reads these without a look at their type: another one makes it abort or read past the
   * end of the array. Everything else it checks itself.
   */
  private void requireExpected(String key, GgufType container, GgufType element) {
    boolean array = container == GgufType.ARRAY;
    if (array && element == GgufType.ARRAY) {
      return; // Seen before its element type: comes again with it, or is refused.
    }
    boolean fits =
        switch (key) {
          case "general.alignment" -> element == GgufType.U32 && !array;
          case "tokenizer.ggml.token_type" ->
              array && (element == GgufType.I32 || element == GgufType.U32);
          case "tokenizer.ggml.precompiled_charsmap" ->
              array && (element == GgufType.U8 || element == GgufType.I8);
          case "tokenizer.ggml.scores" -> array && element == GgufType.F32;
          case "tokenizer.ggml.tokens", "tokenizer.ggml.merges" ->
              array && element == GgufType.STRING;
          default -> true;
        };
    if (!fits) {
      throw invalid("the value of '%s' has the wrong type %s", key, element);
    }
  }

  private long whole(GgufType type, String key) {
    long from = advance(type.bytes, key);
    return switch (type) {
      case U8 -> Byte.toUnsignedLong(file.get(ValueLayout.JAVA_BYTE, from));
      case I8 -> file.get(ValueLayout.JAVA_BYTE, from);
      case U16 -> Short.toUnsignedLong(file.get(SHORT, from));
      case I16 -> file.get(SHORT, from);
      case U32 -> Integer.toUnsignedLong(file.get(INT, from));
      case I32 -> file.get(INT, from);
      case I64 -> file.get(LONG, from);
      case U64 -> {
        long value = file.get(LONG, from);
        if (value < 0) {
          throw invalid("the value of '%s' is beyond 2^63", key);
        }
        yield value;
      }
      case F32, F64, BOOL, STRING, ARRAY -> throw new AssertionError(type);
    };
  }

  private double real(GgufType type) {
    long from = advance(type.bytes, "a number");
    return type == GgufType.F32
        ? Float.intBitsToFloat(file.get(INT, from))
        : Double.longBitsToDouble(file.get(LONG, from));
  }

  private boolean bool(String key) {
    byte value = file.get(ValueLayout.JAVA_BYTE, advance(1, key));
    if (value != 0 && value != 1) {
      throw invalid("the value of '%s' is neither true nor false: %d", key, value);
    }
    return value == 1;
  }

  private String string(String what) {
    long length = i64(what);
    if (length < 0 || length > MAX_STRING) {
      throw invalid("the length of %s is %d", what, length);
    }
    long from = advance(length, what);
    ByteBuffer bytes = file.asSlice(from, length).asByteBuffer();
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidModelException(path, "the text of %s is not UTF-8".formatted(what), e);
    }
  }

  private long count(String what, long most) {
    long count = i64("the number of " + what);
    if (count < 0 || count > most) {
      throw invalid("it claims %s %s", Long.toUnsignedString(count), what);
    }
    return count;
  }

  private long u32(String what) {
    return Integer.toUnsignedLong(file.get(INT, advance(4, what)));
  }

  private long i64(String what) {
    return file.get(LONG, advance(8, what));
  }

  private long advance(long bytes, String what) {
    if (bytes > file.byteSize() - at) {
      throw invalid("it is truncated: %s reaches past its end", what);
    }
    long from = at;
    at += bytes;
    return from;
  }

  private static long align(long offset, int alignment) {
    return Math.addExact(offset, alignment - 1) & -alignment;
  }

  private static boolean hasControl(String s) {
    return s.chars().anyMatch(Character::isISOControl);
  }

  @SuppressWarnings("AnnotateFormatMethod")
  private InvalidModelException invalid(String problem, Object... arguments) {
    return new InvalidModelException(path, problem.formatted(arguments));
  }
}
