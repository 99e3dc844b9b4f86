package dev.drago.inference;

import dev.drago.llama.Batch;
import dev.drago.llama.LlamaContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How likely given continuations of a prompt are: the natural logarithm of the probability of each,
 * all of its tokens together. Those of one token need no decode beyond the prompt's.
 */
final class Continuations extends DecodeTask<double[]> {

  private static final int MOST_AT_ONCE = 16;

  private final List<int[]> paths;
  private final double[] sums;

  /** Some paths being read side by side, each in a sequence of its own. */
  private final List<Integer> reading = new ArrayList<>();

  private final List<Integer> sequences = new ArrayList<>();
  private final List<Integer> rows = new ArrayList<>();
  private final int longest;
  private int next;
  private @Nullable Seats seats;

  /**
   * @param paths none of them empty
   */
  Continuations(int[] prompt, List<int[]> paths, Deadline deadline) {
    super(prompt, deadline);
    this.paths = List.copyOf(paths);
    this.sums = new double[paths.size()];
    this.longest = paths.stream().mapToInt(p -> p.length).max().orElse(1);
  }

  @Override
  int sequences() {
    return longest == 1 ? 1 : 1 + MOST_AT_ONCE;
  }

  @Override
  int cells() {
    return prompt().length + (longest == 1 ? 0 : MOST_AT_ONCE * (longest - 1));
  }

  @Override
  void begin(Seats given) {
    this.seats = given;
  }

  @Override
  void write(Batch batch, int room) {
    int left = room;
    while (next < paths.size() && reading.size() < MOST_AT_ONCE) {
      int[] path = paths.get(next);
      if (path.length > 1) {
        if (path.length - 1 > left) {
          return; // with what is there already, or in a later decode
        }
        left -= path.length - 1;
        int sequence = seats().copy(sequence(), prompt().length);
        reading.add(next);
        sequences.add(sequence);
        rows.add(batch.size());
        for (int i = 0; i < path.length - 1; i++) {
          batch.add(path[i], prompt().length + i, sequence, true);
        }
      }
      next++;
    }
  }

  @Override
  void advance(LlamaContext context, int promptRow, float[] logits) {
    if (promptRow >= 0) {
      context.logits(promptRow, logits);
      double norm = LogSoftmax.norm(logits);
      for (int i = 0; i < sums.length; i++) {
        sums[i] = logits[paths.get(i)[0]] - norm;
      }
    } else {
      for (int r = 0; r < reading.size(); r++) {
        int[] path = paths.get(reading.get(r));
        for (int i = 1; i < path.length; i++) {
          context.logits(rows.get(r) + i - 1, logits);
          sums[reading.get(r)] += logits[path[i]] - LogSoftmax.norm(logits);
        }
      }
      end();
    }
    while (next < paths.size() && paths.get(next).length == 1) {
      next++;
    }
    if (next == paths.size()) {
      result().complete(sums);
    }
  }

  @Override
  void end() {
    sequences.forEach(sequence -> seats().leave(sequence));
    sequences.clear();
    reading.clear();
    rows.clear();
  }

  private Seats seats() {
    return Objects.requireNonNull(seats);
  }
}
