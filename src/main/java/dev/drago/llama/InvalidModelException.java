package dev.drago.llama;

import java.io.Serial;
import java.nio.file.Path;

/** A file is not a model that Drago can load; the message names the file and the problem. */
public final class InvalidModelException extends LlamaException {

  @Serial private static final long serialVersionUID = 1L;

  public InvalidModelException(Path file, String problem) {
    super("'%s' is not a usable model: %s".formatted(file, problem));
  }

  public InvalidModelException(Path file, String problem, Throwable cause) {
    super("'%s' is not a usable model: %s".formatted(file, problem), cause);
  }
}
