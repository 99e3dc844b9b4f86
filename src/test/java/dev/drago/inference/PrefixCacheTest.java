package dev.drago.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.inference.PrefixCache.Entry;
import dev.drago.llama.Batch;
import dev.drago.llama.ContextOptions;
import dev.drago.llama.LlamaContext;
import dev.drago.llama.LlamaLibrary;
import dev.drago.llama.LlamaModel;
import dev.drago.llama.ModelOptions;
import dev.drago.llama.SequenceState;
import dev.drago.llama.TinyModels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The memory of states is not the collector's: it is given back by who forgets them. */
@Timeout(60)
class PrefixCacheTest {

  private static final int LENGTH = 20;

  @TempDir Path directory;

  private LlamaModel model;
  private LlamaContext context;

  @BeforeEach
  void open() {
    Path file =
        TinyModels.sequence(TinyModels.Shape.SMALL, List.of("a", "b", "c"), 7)
            .write(directory.resolve("tiny.gguf"));
    LlamaLibrary library = LlamaLibrary.open(Optional.empty(), directory);
    model = LlamaModel.load(library, file, ModelOptions.DEFAULT);
    context = model.newContext(ContextOptions.logits(64, 1, 1));
  }

  @AfterEach
  void close() {
    context.close();
    model.close();
  }

  @Test
  void whatHasToGoIsClosed() throws InterruptedException {
    Entry first = entry();
    List<Entry> others = new ArrayList<>();
    try (PrefixCache cache = new PrefixCache(4L * first.bytes())) {
      cache.put(new int[] {0}, first);
      for (int n = 1; n < 12; n++) {
        others.add(entry());
        cache.put(new int[] {n}, others.getLast());
      }
      others.addFirst(first);
      await(() -> others.stream().filter(this::isThere).count() <= 4);

      for (int n = 0; n < 12; n++) {
        Optional<Entry> found = cache.exact(new int[] {n});
        assertThat(found.isPresent()).as("entry %d", n).isEqualTo(isThere(others.get(n)));
      }
    }
    await(() -> others.stream().noneMatch(this::isThere));
  }

  @Test
  void whatIsReplacedIsClosed() throws InterruptedException {
    try (PrefixCache cache = new PrefixCache(1 << 20)) {
      Entry before = entry();
      Entry after = entry();
      cache.put(new int[] {1, 2}, before);
      cache.put(new int[] {1, 2}, after);

      await(() -> !isThere(before));
      assertThat(isThere(after)).isTrue();
      assertThat(cache.prefix(new int[] {1, 2, 3})).contains(after);
    }
  }

  private Entry entry() {
    Batch batch = new Batch(LENGTH);
    for (int at = 0; at < LENGTH; at++) {
      batch.add(TinyModels.BOS, at, 0, at == LENGTH - 1);
    }
    context.decode(batch);
    SequenceState state = context.saveSequence(0);
    context.clear();
    return new Entry(LENGTH, state, new float[3]);
  }

  private boolean isThere(Entry entry) {
    boolean there = context.restoreSequence(0, entry.state());
    context.clear();
    return there;
  }

  /** What has to go is closed beside the one who put something. */
  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(10);
    }
  }
}
