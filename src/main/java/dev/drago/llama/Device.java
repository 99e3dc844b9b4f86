package dev.drago.llama;

/**
 * What a library can compute on.
 *
 * @param name such as {@code CPU} or {@code CUDA0}
 * @param description the maker's name of it
 * @param freeBytes of its memory, as its driver says; 0 where it says nothing
 * @param totalBytes likewise
 */
public record Device(String name, String description, Kind kind, long freeBytes, long totalBytes) {

  /** What sort of device. */
  public enum Kind {
    CPU(0),
    GPU(1),
    /** Something that helps the CPU with its own memory, such as AMX or a BLAS library. */
    ACCELERATOR(2);

    final int code;

    Kind(int code) {
      this.code = code;
    }
  }
}
