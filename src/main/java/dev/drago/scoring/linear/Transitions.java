package dev.drago.scoring.linear;

/**
 * For histories as sequences: {@code x_t} is the faded window that ends at position t, {@code y_t}
 * the item after it, for every t but the last.
 *
 * <p>Position p is in the windows that end at p … p+w−1, with weight dᵗ⁻ᵖ. Two positions at a
 * distance k meet in a row of such windows, and what they add to {@code XᵀX} is a geometric sum:
 * {@code Σ_t d^{t−p} d^{t−q} = d^k Σ_{i=0..n} d^{2i}}, where the later one is followed by n more
 * windows that hold both. So {@code XᵀX} takes 2w−1 additions a position instead of w².
 */
final class Transitions implements PairSums {

  private final SlotLog log;
  private final int window;

  /** {@code met[k][n]}: what two positions k apart add when n+1 windows hold both. */
  private final double[][] met;

  /** dᵏ for a distance k. */
  private final double[] faded;

  Transitions(SlotLog log, LinearRecipe recipe) {
    this.log = log;
    this.window = recipe.window();
    this.faded = new double[window];
    this.met = new double[window][];
    for (int k = 0; k < window; k++) {
      faded[k] = Math.pow(recipe.decay(), k);
      met[k] = new double[window - k];
      double sum = 0;
      for (int n = 0; n < met[k].length; n++) {
        sum += Math.pow(recipe.decay(), 2 * n);
        met[k][n] = faded[k] * sum;
      }
    }
  }

  @Override
  public void gram(int slot, int limit, Sink sink) {
    int[] items = log.items();
    for (int i = log.firsts()[slot]; i < log.firsts()[slot + 1]; i++) {
      int p = log.occurrences()[i];
      int history = log.historyAt(p);
      int last = log.starts()[history + 1] - 2; // the last position that has a next one
      int from = Math.max(log.starts()[history], p - window + 1);
      int to = Math.min(last, p + window - 1);
      for (int q = from; q <= to && p <= last; q++) {
        if (items[q] < limit) {
          int distance = Math.abs(p - q);
          double[] sums = met[distance];
          sink.add(items[q], sums[Math.min(sums.length - 1, last - Math.max(p, q))]);
        }
      }
    }
  }

  @Override
  public void after(int slot, int limit, Sink sink) {
    int[] items = log.items();
    for (int i = log.firsts()[slot]; i < log.firsts()[slot + 1]; i++) {
      int p = log.occurrences()[i];
      int end = Math.min(log.starts()[log.historyAt(p) + 1], p + window + 1);
      for (int q = p + 1; q < end; q++) {
        if (items[q] < limit) {
          sink.add(items[q], faded[q - p - 1]);
        }
      }
    }
  }

  @Override
  public void before(int slot, int limit, Sink sink) {
    int[] items = log.items();
    for (int i = log.firsts()[slot]; i < log.firsts()[slot + 1]; i++) {
      int q = log.occurrences()[i];
      int from = Math.max(log.starts()[log.historyAt(q)], q - window);
      for (int p = from; p < q; p++) {
        if (items[p] < limit) {
          sink.add(items[p], faded[q - p - 1]);
        }
      }
    }
  }

  @Override
  public double diagonal(int slot) {
    double[] sum = new double[1];
    gram(
        slot,
        slot + 1,
        (other, term) -> {
          if (other == slot) {
            sum[0] += term;
          }
        });
    return sum[0];
  }
}
