package dev.drago.llama;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * llama.cpp, loaded. There is one instance a library file and process; it is never unloaded.
 *
 * <p>One library computes one batch at a time, whatever the number of contexts: the matrix product
 * of build b4916 ({@code tinyBLAS}) hands out its chunks of work by a <em>static</em> counter, so
 * two decodes at once take chunks from each other and both give wrong numbers, without any error.
 * Contexts of one library wait for each other; to compute in parallel, load a {@link #copy} of it
 * for each thread: another file, with static data of its own.
 *
 * <pre>{@code
 * LlamaLibrary library = LlamaLibrary.open(Optional.empty(), cacheDirectory);
 * try (LlamaModel model = LlamaModel.load(library, file, ModelOptions.DEFAULT);
 *     LlamaContext context = model.newContext(ContextOptions.logits(256, 1, 1))) {
 *   Batch batch = new Batch(256);
 *   batch.add(token, 0, 0, true);
 *   context.decode(batch);
 *   float[] logits = context.logits(0);
 * }
 * }</pre>
 */
@SuppressWarnings("restricted")
public final class LlamaLibrary {

  private static final Map<Path, LlamaLibrary> OPEN = new HashMap<>();
  private static final long MAX_INFO = 1 << 16;

  private final Path path;
  private final Path cacheDirectory;
  private final Functions functions;
  private final ReentrantLock computing = new ReentrantLock();

  private LlamaLibrary(Path path, Path cacheDirectory, Functions functions) {
    this.path = path;
    this.cacheDirectory = cacheDirectory;
    this.functions = functions;
  }

  /**
   * Loads the library at {@code path}, or else the bundled one, which is first unpacked to a
   * private directory in {@code cacheDirectory} under a name that contains its hash.
   *
   * @throws LlamaException when this machine cannot run it or it is not the version this binding
   *     was written for
   */
  public static LlamaLibrary open(Optional<Path> path, Path cacheDirectory) {
    Path file = path.map(LlamaLibrary::real).orElseGet(() -> BundledLibrary.unpack(cacheDirectory));
    return open(file, cacheDirectory);
  }

  /**
   * The same library loaded once more, with static data of its own, so that its contexts compute
   * beside those of this one. Copy 0 is this library itself.
   */
  public LlamaLibrary copy(int number) {
    return number == 0
        ? this
        : open(BundledLibrary.copy(path, cacheDirectory, number), cacheDirectory);
  }

  private static LlamaLibrary open(Path file, Path cacheDirectory) {
    synchronized (OPEN) {
      LlamaLibrary library = OPEN.get(file);
      if (library == null) {
        library = load(file, cacheDirectory);
        OPEN.put(file, library);
      }
      return library;
    }
  }

  private static Path real(Path path) {
    try {
      Path real = path.toRealPath();
      if (Files.isRegularFile(real)) {
        return real;
      }
    } catch (IOException _) {
      // The same sentence tells of a path that leads nowhere and of one to a directory.
    }
    throw new LlamaException("there is no native library at '%s'".formatted(path));
  }

  private static LlamaLibrary load(Path file, Path cacheDirectory) {
    try {
      if (System.getProperty("os.name").equals("Linux")) {
        ElfHeader.require(file, System.getProperty("os.arch"));
      }
      Functions functions = new Functions(lookup(file));
      AbiCheck.check(functions);
      NativeLog.install(functions);
      functions.backendInit.invokeExact();
      LlamaLibrary library = new LlamaLibrary(file, cacheDirectory, functions);
      library.requireFeatures();
      return library;
    } catch (LlamaException e) {
      throw new LlamaException(
          "the native library '%s' cannot be used: %s".formatted(file, e.getMessage()), e);
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
  }

  private static SymbolLookup lookup(Path file) {
    try {
      return SymbolLookup.libraryLookup(file, Arena.global());
    } catch (IllegalArgumentException e) {
      throw new LlamaException(LoaderMessage.of(file), e);
    }
  }

  /** A library made on another machine may use what this one's processor has not. */
  private void requireFeatures() {
    Set<String> missing = processorFeatures().missing();
    if (!missing.isEmpty()) {
      throw new LlamaException(
          "it was compiled for %s, which this processor lacks"
              .formatted(String.join(", ", missing)));
    }
  }

  /** The file that was loaded. */
  public Path path() {
    return path;
  }

  /** The processor features llama.cpp was compiled for and uses. */
  public String systemInfo() {
    try {
      MemorySegment text = (MemorySegment) functions.printSystemInfo.invokeExact();
      return text.reinterpret(MAX_INFO).getString(0).strip();
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
  }

  /** What of the processor it uses, and what not. */
  public ProcessorFeatures processorFeatures() {
    return ProcessorFeatures.of(systemInfo(), ProcessorFeatures.processor());
  }

  /** What it can compute on; asks each GPU's driver for its memory. */
  public List<Device> devices() {
    return new Devices(functions).all().toList();
  }

  /** Whether layers of a model can be placed on a GPU: the build can, and there is one. */
  public boolean hasGpu() {
    return supportsGpuOffload() && new Devices(functions).hasGpu();
  }

  /** Whether this build can place layers on a GPU, if there is one. */
  public boolean supportsGpuOffload() {
    try {
      return (boolean) functions.supportsGpuOffload.invokeExact();
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
  }

  /** Held while a batch is computed. */
  ReentrantLock computing() {
    return computing;
  }

  Functions functions() {
    return functions;
  }
}
