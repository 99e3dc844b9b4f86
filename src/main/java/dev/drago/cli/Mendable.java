package dev.drago.cli;

import dev.drago.llama.LlamaException;
import dev.drago.models.ModelException;
import dev.drago.store.StoreException;
import java.io.UncheckedIOException;

/** Which failures are about files and models, said well by their message alone. */
final class Mendable {

  private Mendable() {}

  static boolean is(Throwable e) {
    return e instanceof LlamaException
        || e instanceof ModelException
        || e instanceof StoreException
        || e instanceof UncheckedIOException
        || e instanceof IllegalArgumentException;
  }
}
