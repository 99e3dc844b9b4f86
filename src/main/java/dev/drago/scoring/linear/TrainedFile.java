package dev.drago.scoring.linear;

import dev.drago.file.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The two forms of trained files, little-endian.
 *
 * <pre>
 * weights      8  "DRAGOLIN"        counts       8  "DRAGOPOP"
 *              4  version 1                      4  version 1
 *             16  recipe, ASCII                  4  items
 *              4  items                items × 16  faded count as double, plain count as long
 *              4  slots
 *              4  dense slots
 *              4  scale, float
 *              4  pairs
 *      4 × slots  ordinals
 *  4 × slots + 4  starts of the sparse rows
 *      4 × pairs  target slots
 *      2 × pairs  float16
 *     2 × dense²  float16, by rows
 * </pre>
 *
 * <p>A reader compares the length of the file with what its header says before it makes anything of
 * that size.
 */
final class TrainedFile {

  static final String WEIGHTS_MAGIC = "DRAGOLIN";
  static final String COUNTS_MAGIC = "DRAGOPOP";
  static final int VERSION = 1;
  static final int WEIGHTS_HEADER = 48;
  static final int COUNTS_HEADER = 16;

  private static final int RECIPE_BYTES = 16;
  private static final int BUFFER = 1 << 16;

  /** One mapping holds 2³¹ − 1 bytes. */
  private static final int MOST_PAIRS = Integer.MAX_VALUE / Integer.BYTES;

  private static final int MOST_COUNTS = Integer.MAX_VALUE / 16 - 1;

  private TrainedFile() {}

  /** A file that was written: its length and checksum. */
  record Written(long bytes, String sha256) {}

  /** Writes weights; on disk when this returns. */
  static Written write(Path file, LinearWeights weights) throws IOException {
    try (Output out = new Output(file)) {
      out.text(WEIGHTS_MAGIC, WEIGHTS_MAGIC.length());
      out.put(VERSION);
      out.text(weights.recipe().id(), RECIPE_BYTES);
      out.put(weights.items());
      out.put(weights.knownItems());
      out.put(weights.denseItems());
      out.put(Float.floatToRawIntBits(weights.scale()));
      out.put(weights.sparsePairs());
      out.put(IntBuffer.wrap(weights.ordinals()));
      out.put(weights.starts().rewind());
      out.put(weights.targets().rewind());
      out.put(weights.values().rewind());
      out.put(weights.block().rewind());
      return out.finish();
    }
  }

  /** Writes counts; on disk when this returns. */
  static Written write(Path file, DecayedCounts counts) throws IOException {
    if (counts.decayed().length > MOST_COUNTS) {
      throw new IllegalArgumentException(
          "a file holds the counts of %,d items, not of %,d"
              .formatted(MOST_COUNTS, counts.decayed().length));
    }
    try (Output out = new Output(file)) {
      out.text(COUNTS_MAGIC, COUNTS_MAGIC.length());
      out.put(VERSION);
      out.put(counts.decayed().length);
      for (int i = 0; i < counts.decayed().length; i++) {
        out.put(Double.doubleToRawLongBits(counts.decayed()[i]));
        out.put(counts.counted()[i]);
      }
      return out.finish();
    }
  }

  /**
   * Maps weights: the heap gets the ordinals alone.
   *
   * @throws UnusableModelException when the file is not one, or not all of one
   */
  static LinearWeights weights(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer header = header(file, channel, WEIGHTS_MAGIC, WEIGHTS_HEADER);
      byte[] id = new byte[RECIPE_BYTES];
      header.get(id);
      String recipeId = new String(id, StandardCharsets.US_ASCII).strip();
      LinearRecipe recipe =
          Arrays.stream(LinearRecipe.values())
              .filter(r -> r.id().equals(recipeId))
              .findFirst()
              .orElseThrow(() -> refused(file, "it has an unknown recipe"));
      int items = header.getInt();
      int slots = header.getInt();
      int dense = header.getInt();
      float scale = header.getFloat();
      int pairs = header.getInt();
      boolean possible =
          items >= 0
              && slots >= 0
              && slots <= items
              && dense >= 0
              && dense <= Math.min(slots, LinearTrainer.LARGEST_LIMIT)
              && pairs >= 0
              && pairs <= MOST_PAIRS
              && slots < MOST_PAIRS
              && scale > 0
              && Float.isFinite(scale);
      if (!possible) {
        throw refused(file, "its header has an impossible number");
      }
      long starts = WEIGHTS_HEADER + 4L * slots;
      long targets = starts + 4L * slots + 4;
      long values = targets + 4L * pairs;
      long block = values + 2L * pairs;
      requireLength(file, channel, block + 2L * dense * dense);

      int[] ordinals = new int[slots];
      map(channel, WEIGHTS_HEADER, 4L * slots).asIntBuffer().get(ordinals);
      LinearWeights weights =
          new LinearWeights(
              recipe,
              items,
              requireOrdinals(file, ordinals, items),
              dense,
              scale,
              map(channel, block, 2L * dense * dense).asShortBuffer(),
              map(channel, starts, 4L * slots + 4).asIntBuffer(),
              map(channel, targets, 4L * pairs).asIntBuffer(),
              map(channel, values, 2L * pairs).asShortBuffer());
      requireRows(file, weights.starts(), weights.targets(), slots);
      return weights;
    }
  }

  /**
   * Reads counts.
   *
   * @throws UnusableModelException when the file is not one, or not all of one
   */
  static DecayedCounts counts(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      int items = header(file, channel, COUNTS_MAGIC, COUNTS_HEADER).getInt();
      if (items < 0 || items > MOST_COUNTS) {
        throw refused(file, "its header has an impossible number");
      }
      requireLength(file, channel, COUNTS_HEADER + 16L * items);
      ByteBuffer in = map(channel, COUNTS_HEADER, 16L * items);
      double[] decayed = new double[items];
      long[] counted = new long[items];
      for (int i = 0; i < items; i++) {
        decayed[i] = in.getDouble();
        counted[i] = in.getLong();
        if (!(decayed[i] >= 0 && Double.isFinite(decayed[i]) && counted[i] >= 0)) {
          throw refused(file, "the count of item %d is none".formatted(i));
        }
      }
      return new DecayedCounts(decayed, counted);
    }
  }

  private static ByteBuffer header(Path file, FileChannel channel, String magic, int length)
      throws IOException {
    if (channel.size() < length) {
      throw refused(file, "it ends within its header");
    }
    ByteBuffer header = map(channel, 0, length);
    byte[] found = new byte[magic.length()];
    header.get(found);
    if (!Arrays.equals(found, magic.getBytes(StandardCharsets.US_ASCII))) {
      throw refused(file, "it does not begin with " + magic);
    }
    int version = header.getInt();
    if (version != VERSION) {
      throw refused(file, "it has version %d, not %d".formatted(version, VERSION));
    }
    return header;
  }

  private static void requireLength(Path file, FileChannel channel, long expected)
      throws IOException {
    if (channel.size() != expected) {
      throw refused(
          file, "it has %,d bytes where its header says %,d".formatted(channel.size(), expected));
    }
  }

  private static int[] requireOrdinals(Path file, int[] ordinals, int items) {
    BitSet seen = new BitSet();
    for (int ordinal : ordinals) {
      if (ordinal < 0 || ordinal >= items || seen.get(ordinal)) {
        throw refused(file, "the ordinal %d is out of range or there twice".formatted(ordinal));
      }
      seen.set(ordinal);
    }
    return ordinals;
  }

  private static void requireRows(Path file, IntBuffer starts, IntBuffer targets, int slots) {
    boolean ordered = starts.get(0) == 0 && starts.get(slots) == targets.limit();
    for (int slot = 0; slot < slots; slot++) {
      ordered &= starts.get(slot) <= starts.get(slot + 1);
    }
    for (int i = 0; i < targets.limit(); i++) {
      ordered &= targets.get(i) >= 0 && targets.get(i) < slots;
    }
    if (!ordered) {
      throw refused(file, "its sparse rows are out of order");
    }
  }

  private static ByteBuffer map(FileChannel channel, long from, long bytes) throws IOException {
    return channel.map(MapMode.READ_ONLY, from, bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static UnusableModelException refused(Path file, String why) {
    return new UnusableModelException("%s cannot be used: %s".formatted(file, why));
  }

  /** A new file, its checksum kept while it is written. */
  private static final class Output implements AutoCloseable {

    private final FileChannel channel;
    private final MessageDigest digest = Sha256.digest();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    private long bytes;

    Output(Path file) throws IOException {
      this.channel =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    void text(String ascii, int length) throws IOException {
      for (byte b : Arrays.copyOf(ascii.getBytes(StandardCharsets.US_ASCII), length)) {
        room(1).put(b == 0 ? (byte) ' ' : b);
      }
    }

    void put(int value) throws IOException {
      room(Integer.BYTES).putInt(value);
    }

    void put(long value) throws IOException {
      room(Long.BYTES).putLong(value);
    }

    void put(IntBuffer values) throws IOException {
      while (values.hasRemaining()) {
        room(Integer.BYTES).putInt(values.get());
      }
    }

    void put(ShortBuffer values) throws IOException {
      while (values.hasRemaining()) {
        room(Short.BYTES).putShort(values.get());
      }
    }

    private ByteBuffer room(int needed) throws IOException {
      if (buffer.remaining() < needed) {
        flush();
      }
      return buffer;
    }

    private void flush() throws IOException {
      buffer.flip();
      bytes += buffer.remaining();
      digest.update(buffer.duplicate());
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      buffer.clear();
    }

    Written finish() throws IOException {
      flush();
      channel.force(true);
      return new Written(bytes, Sha256.hex(digest));
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
