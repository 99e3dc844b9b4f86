package dev.drago.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The weights and vocabulary of a GGUF file, shared by any number of contexts. Safe for use by many
 * threads. A closed model is freed when its last context is closed.
 */
public final class LlamaModel implements AutoCloseable {

  private final LlamaLibrary library;
  private final Gguf header;
  private final ModelOptions options;
  private final MemorySegment handle;

  /** The one this is a twin of, or itself. */
  private final LlamaModel original;

  private final Vocabulary vocabulary;
  private final int embeddingWidth;
  private final int layers;
  private final int trainedContext;

  /** Contexts and running calls that need the weights; guarded by this. */
  private int uses;

  private boolean closed;

  private LlamaModel(
      LlamaLibrary library,
      Gguf header,
      ModelOptions options,
      MemorySegment handle,
      Optional<LlamaModel> original) {
    this.original = original.orElse(this);
    this.library = library;
    this.header = header;
    this.options = options;
    this.handle = handle;
    Functions functions = library.functions();
    this.vocabulary = new Vocabulary(this, functions, handle);
    this.embeddingWidth = property(functions.modelNEmbd);
    this.layers = property(functions.modelNLayer);
    this.trainedContext = property(functions.modelNCtxTrain);
  }

  /**
   * Loads a model.
   *
   * @throws InvalidModelException when the file's header shows that llama.cpp could not run it
   * @throws LlamaException when llama.cpp refuses it
   */
  public static LlamaModel load(LlamaLibrary library, Path file, ModelOptions options) {
    Gguf header = Gguf.read(file);
    header.requireRunnable();
    return load(library, header, options, Optional.empty());
  }

  /**
   * The same model loaded once more into a {@link LlamaLibrary#copy}, so that both compute side by
   * side. What a context of one has saved of a sequence, a context of the other can restore.
   */
  public LlamaModel twin(LlamaLibrary copy) {
    return load(copy, header, options, Optional.of(original));
  }

  private static LlamaModel load(
      LlamaLibrary library, Gguf header, ModelOptions options, Optional<LlamaModel> original) {
    Path file = header.path();
    Functions functions = library.functions();
    requireGpu(library, options);
    NativeLog.takeErrors();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment params =
          (MemorySegment) functions.modelDefaultParams.invokeExact((SegmentAllocator) arena);
      StructLayout layout = Layouts.MODEL_PARAMS;
      params.set(JAVA_INT, Layouts.offset(layout, "n_gpu_layers"), options.gpuLayers());
      if (options.gpuLayers() == 0) {
        // A list of no devices. Without one, llama.cpp uses a GPU for large batches all the same.
        MemorySegment none = arena.allocateFrom(ADDRESS, MemorySegment.NULL);
        params.set(ADDRESS, Layouts.offset(layout, "devices"), none);
      }
      params.set(JAVA_BOOLEAN, Layouts.offset(layout, "use_mmap"), options.mmap());
      MemorySegment path = arena.allocateFrom(file.toAbsolutePath().toString());
      MemorySegment handle = (MemorySegment) functions.modelLoadFromFile.invokeExact(path, params);
      if (handle.address() == 0) {
        throw new InvalidModelException(file, "llama.cpp cannot load it" + NativeLog.takeErrors());
      }
      try {
        return new LlamaModel(library, header, options, handle, original);
      } catch (Throwable e) {
        functions.modelFree.invokeExact(handle);
        throw e;
      }
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
  }

  private static void requireGpu(LlamaLibrary library, ModelOptions options) {
    if (options.gpuLayers() > 0 && !library.hasGpu()) {
      throw new LlamaException(
          "no layer can go to a GPU: the native library '%s' %s"
              .formatted(
                  library.path(),
                  library.supportsGpuOffload()
                      ? "finds no GPU on this machine"
                      : "was built without GPUs (native/build.sh cuda makes one that was)"));
    }
  }

  public Gguf header() {
    return header;
  }

  public Vocabulary vocabulary() {
    return vocabulary;
  }

  public int embeddingWidth() {
    return embeddingWidth;
  }

  public int layers() {
    return layers;
  }

  /** How many layers are on the GPU, of {@link #layers} and one for the output. */
  public int gpuLayers() {
    return Math.min(options.gpuLayers(), layers + 1);
  }

  /** The longest sequence it was trained on. */
  public int trainedContext() {
    return trainedContext;
  }

  /** Whether it attends in both directions, as BERT does: vectors, no logits, nothing cached. */
  public boolean isEncoder() {
    return header.architecture().equals("bert");
  }

  /** A new context, owned by the calling thread, which must be a platform thread. */
  public LlamaContext newContext(ContextOptions options) {
    return LlamaContext.open(this, options);
  }

  /** Frees the weights when no context uses them any more; a second call does nothing. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      freeWhenUnused();
    }
  }

  /** The model's address, which stays valid until {@link #release}. */
  synchronized MemorySegment acquire() {
    if (closed) {
      throw new IllegalStateException("the model '%s' is closed".formatted(header.path()));
    }
    uses++;
    return handle;
  }

  synchronized void release() {
    uses--;
    freeWhenUnused();
  }

  private void freeWhenUnused() {
    if (closed && uses == 0) {
      try {
        library.functions().modelFree.invokeExact(handle);
      } catch (Throwable e) {
        throw Functions.failure(e);
      }
    }
  }

  boolean isTwinOf(LlamaModel other) {
    return original == other.original;
  }

  LlamaLibrary library() {
    return library;
  }

  ModelOptions options() {
    return options;
  }

  /** Bytes of the cache for one token, at 16 bits a number. */
  public long cacheBytesPerToken() {
    String prefix = header.architecture() + ".attention.";
    long heads = header.integer(prefix + "head_count").orElse(1);
    long keyHeads = header.integer(prefix + "head_count_kv").orElse(heads);
    return 2L * 2L * layers * (embeddingWidth / heads * keyHeads);
  }

  private int property(MethodHandle getter) {
    try {
      return (int) getter.invokeExact(handle);
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
  }

  @Override
  public String toString() {
    return "LlamaModel[" + header.path() + "]";
  }
}
