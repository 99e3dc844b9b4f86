package dev.drago.llama;

import dev.drago.file.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The library inside this application: can this machine run it, and where is it unpacked? */
final class BundledLibrary {

  private static final String RESOURCE = "/de/kherud/llama/Linux/x86_64/libjllama.so";
  private static final Set<String> FEATURES = Set.of("avx2", "fma", "f16c", "bmi2");
  private static final int HASH_DIGITS = 16;

  private BundledLibrary() {}

  /**
   * The unpacked file. Several processes may do this at once: each writes a file of its own, and
   * the last to move it in place wins with the same content.
   */
  static Path unpack(Path cacheDirectory) {
    requireMachine(System.getProperty("os.name"), System.getProperty("os.arch"));
    requireFeatures(ProcessorFeatures.processor());
    try {
      return place(BundledLibrary::content, cacheDirectory, "");
    } catch (IOException e) {
      throw cannotUnpack(cacheDirectory, e);
    }
  }

  /** Another file with the content of {@code library}, one for each {@code number}. */
  static Path copy(Path library, Path cacheDirectory, int number) {
    try {
      return place(() -> Files.newInputStream(library), cacheDirectory, "-" + number);
    } catch (IOException e) {
      throw cannotUnpack(cacheDirectory, e);
    }
  }

  /** Read twice, as a stream: a library with GPU kernels is larger than the heap. */
  private interface Content {
    InputStream open() throws IOException;
  }

  private static Path place(Content content, Path cacheDirectory, String suffix)
      throws IOException {
    String hash;
    try (InputStream in = content.open()) {
      hash = Sha256.of(in);
    }
    Path directory = privateDirectory(cacheDirectory.resolve("native"));
    Path file = directory.resolve("libjllama-" + hash.substring(0, HASH_DIGITS) + suffix + ".so");
    if (!Files.isRegularFile(file) || !Sha256.of(file).equals(hash)) {
      write(directory, file, content);
    }
    return file;
  }

  private static LlamaException cannotUnpack(Path cacheDirectory, IOException e) {
    return new LlamaException(
        "the native library cannot be unpacked to '%s': %s".formatted(cacheDirectory, e), e);
  }

  static void requireMachine(String system, String architecture) {
    boolean linux = system.toLowerCase(Locale.ROOT).startsWith("linux");
    boolean x86 = List.of("amd64", "x86_64").contains(architecture);
    if (!linux || !x86) {
      throw new LlamaException(
          "the bundled llama.cpp runs on Linux on x86-64 only, not on %s on %s: build one of your own and give its path"
              .formatted(system, architecture));
    }
  }

  /** Without this, an older processor would end the process by an illegal instruction. */
  static void requireFeatures(String processor) {
    Set<String> missing = new TreeSet<>(FEATURES);
    missing.removeAll(ProcessorFeatures.flags(processor));
    if (!missing.isEmpty()) {
      throw new LlamaException(
          "this processor lacks %s, which the bundled llama.cpp needs: build one of your own and give its path"
              .formatted(String.join(", ", missing)));
    }
  }

  private static InputStream content() throws IOException {
    InputStream in = BundledLibrary.class.getResourceAsStream(RESOURCE);
    if (in == null) {
      throw new IOException("it is not part of this application");
    }
    return in;
  }

  /** Only its owner may write here: what lies here is loaded and run. */
  private static Path privateDirectory(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    return directory.toRealPath();
  }

  private static void write(Path directory, Path file, Content content) throws IOException {
    Path temporary = Files.createTempFile(directory, "libjllama-", ".tmp");
    try {
      try (InputStream in = content.open();
          FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        in.transferTo(Channels.newOutputStream(channel));
        channel.force(true);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
