package dev.drago.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Decodes, copies, removals, saves and restores in any order, with decodes that fail in between:
 * afterwards every sequence gives the logits of its tokens decoded afresh.
 */
class SequencesTest {

  private static final int SEQUENCES = 5;
  private static final int VOCABULARY = 64;

  /** A saved sequence and the tokens that should be in it. */
  private record Saved(SequenceState state, List<Integer> tokens) {}

  @TempDir static Path directory;

  private static LlamaModel model;

  private final Batch batch = new Batch(32);

  @BeforeAll
  static void load() {
    List<String> ids = IntStream.range(0, 50).mapToObj(Integer::toString).toList();
    model =
        LlamaModel.load(
            LlamaLibrary.open(Optional.empty(), directory),
            TinyModels.sequenceModel(directory.resolve("m.gguf"), ids, 2),
            ModelOptions.DEFAULT);
  }

  @AfterAll
  static void unload() {
    model.close();
  }

  @Test
  void sequencesHoldWhatWasPutIntoThemWhateverHappens() {
    long seed = Long.getLong("sequences.seed", System.nanoTime());
    System.out.println("sequences.seed " + seed);
    Random random = new Random(seed);
    AtomicInteger outcomes = new AtomicInteger();
    for (int round = 0; round < 20; round++) {
      try (LlamaContext context =
              model.newContext(
                  new ContextOptions(
                      64, 32, 8, SEQUENCES, 1, false, Pooling.NONE, random.nextBoolean()));
          LlamaContext fresh = model.newContext(ContextOptions.logits(256, 1, 1))) {
        List<List<Integer>> expected = new ArrayList<>();
        for (int s = 0; s < SEQUENCES; s++) {
          expected.add(new ArrayList<>());
        }
        List<Saved> saved = new ArrayList<>();
        for (int step = 0; step < 60; step++) {
          step(random, context, expected, saved, outcomes);
          for (int s = 0; s < SEQUENCES; s++) {
            assertThat(context.length(s)).isEqualTo(expected.get(s).size());
          }
        }
        for (int s = 0; s < SEQUENCES; s++) {
          assertContinuation(context, fresh, s, expected.get(s));
          context.removeSequence(s, 0, Integer.MAX_VALUE);
        }
      }
    }
    assertThat(outcomes).as("decodes that failed").hasValueGreaterThan(20);
  }

  private void step(
      Random random,
      LlamaContext context,
      List<List<Integer>> expected,
      List<Saved> saved,
      AtomicInteger failures) {
    int a = random.nextInt(SEQUENCES);
    int b = (a + 1 + random.nextInt(SEQUENCES - 1)) % SEQUENCES;
    List<Integer> tokens = expected.get(a);
    switch (random.nextInt(10)) {
      case 0 -> {
        int from = random.nextInt(tokens.size() + 1);
        context.removeSequence(a, from, Integer.MAX_VALUE);
        tokens.subList(from, tokens.size()).clear();
      }
      case 1 -> {
        context.removeSequence(b, 0, Integer.MAX_VALUE);
        int to = random.nextInt(tokens.size() + 1);
        context.copySequence(a, b, 0, to);
        expected.set(b, new ArrayList<>(tokens.subList(0, to)));
      }
      case 2 -> saved.add(new Saved(context.saveSequence(a), List.copyOf(tokens)));
      case 3 -> {
        if (!saved.isEmpty()) {
          Saved state = saved.get(random.nextInt(saved.size()));
          try {
            context.restoreSequence(a, state.state());
            expected.set(a, new ArrayList<>(state.tokens()));
          } catch (KvFullException e) {
            expected.set(a, new ArrayList<>());
          }
        }
      }
      case 4 -> {
        if (random.nextInt(10) == 0) {
          context.clear();
          expected.replaceAll(_ -> new ArrayList<>());
        }
      }
      default -> decode(random, context, expected, failures);
    }
  }

  private void decode(
      Random random, LlamaContext context, List<List<Integer>> expected, AtomicInteger failures) {
    List<List<Integer>> after = new ArrayList<>();
    expected.forEach(tokens -> after.add(new ArrayList<>(tokens)));
    batch.clear();
    for (int n = 1 + random.nextInt(16); n > 0; n--) {
      int sequence = random.nextInt(SEQUENCES);
      int token = random.nextInt(VOCABULARY);
      boolean output = n <= 8 && random.nextInt(4) == 0;
      batch.add(token, after.get(sequence).size(), sequence, output);
      after.get(sequence).add(token);
    }
    if (random.nextInt(5) == 0) {
      AtomicInteger left = new AtomicInteger(random.nextInt(200));
      context.abortIf(() -> left.decrementAndGet() < 0);
    }
    try {
      context.decode(batch);
      for (int s = 0; s < SEQUENCES; s++) {
        expected.set(s, after.get(s));
      }
    } catch (KvFullException e) {
      failures.incrementAndGet();
    } catch (DecodeCancelledException e) {
      failures.incrementAndGet();
      for (int s = 0; s < SEQUENCES; s++) {
        List<Integer> tokens = expected.get(s);
        assertThat(context.length(s)).isLessThanOrEqualTo(tokens.size());
        tokens.subList(context.length(s), tokens.size()).clear();
      }
    } finally {
      context.abortIf(null);
    }
  }

  /** The next token's logits show whether all cached ones are right. */
  private void assertContinuation(
      LlamaContext context, LlamaContext fresh, int sequence, List<Integer> tokens) {
    fresh.clear();
    Batch all = new Batch(tokens.size() + 1);
    for (int i = 0; i < tokens.size(); i++) {
      all.add(tokens.get(i), i, 0, false);
    }
    fresh.decode(all.add(33, tokens.size(), 0, true));
    batch.clear().add(33, tokens.size(), sequence, true);
    try {
      context.decode(batch);
    } catch (KvFullException e) {
      return; // No room to ask; there is once this one is gone.
    }
    assertThat(context.logits(0)).containsExactly(fresh.logits(tokens.size()), within(0.05f));
  }
}
