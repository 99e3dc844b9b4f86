package dev.drago.scoring.linear;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Trains a {@link LinearRecipe}: one pass over the log, one Cholesky decomposition.
 *
 * <p>The most active items, up to a limit N, get the exact solution: N³ time, and two matrices of
 * N² doubles at a time. Every pair with a rarer item gets the {@link SparsePairs diagonal
 * approximation}. So memory is in the order of N² + {@value SparsePairs#KEPT} · items, whatever the
 * catalogue.
 *
 * <p>The result is a function of the histories alone; there is no seed.
 */
public final class LinearTrainer {

  /** Where the dense part ends unless told otherwise: 800 MB a matrix. */
  public static final int DEFAULT_LIMIT = 10_000;

  /** A block of float16 is one array or one mapping, which Java bounds at 2³¹ bytes. */
  public static final int LARGEST_LIMIT = 32_000;

  /** Two matrices of doubles, and the result in float16. */
  private static final int BYTES_A_PAIR = 2 * Double.BYTES + Short.BYTES;

  /** Of an interaction while the log is laid out. */
  private static final int LOG_BYTES = 16;

  /**
   * How much of the free heap matrices may take: each is one array, for which a collector needs a
   * gap of its length, and one with fixed generations keeps a third of the heap for what is young.
   */
  private static final double USABLE_HEAP = 0.55;

  /**
   * A trained model and what it took.
   *
   * @param limit how many items the dense part could have: what was asked for, or what the heap
   *     could hold
   * @param times by stage
   * @param peakHeap a bound of the bytes the heap held at once, everything in this process and
   *     garbage included: the peaks of its pools, which need not fall together
   */
  public record Trained(
      LinearWeights weights, int limit, Map<TrainingStage, Duration> times, long peakHeap) {}

  private LinearTrainer() {}

  /**
   * Trains on histories.
   *
   * @param histories item ordinals, oldest first; those outside {@code [0, itemCount)} are left
   *     out, as if they had not been touched. Sets ignore repetitions; sequences count them
   * @param itemCount how many ordinals the catalogue has
   * @param limit how many items the dense part may have, 1 to {@link #LARGEST_LIMIT}; less when the
   *     heap cannot hold it, see {@link Trained#limit}
   * @param started gets every stage as it begins
   * @throws InterruptedException when the thread was interrupted, at the next end of a stage or of
   *     a block of the decomposition
   */
  public static Trained train(
      LinearRecipe recipe,
      List<int[]> histories,
      int itemCount,
      int limit,
      Consumer<TrainingStage> started)
      throws InterruptedException {
    if (limit < 1 || limit > LARGEST_LIMIT) {
      throw new IllegalArgumentException(
          "the dense part can have 1 to %d items, not %d".formatted(LARGEST_LIMIT, limit));
    }
    resetPeak();
    Stages stages = new Stages(started);
    stages.begin(TrainingStage.LOG);
    long laidOut = histories.stream().mapToLong(h -> (long) h.length * LOG_BYTES).sum();
    int affordable = affordable(limit, laidOut);
    SlotLog log = SlotLog.of(recipe, histories, itemCount, affordable);
    PairSums sums = PairSums.of(recipe, log);
    double[] block =
        recipe.isSet() ? ease(recipe, sums, log, stages) : ridge(recipe, sums, log, stages);
    stages.begin(TrainingStage.RARE);
    SparsePairs pairs = SparsePairs.of(sums, log, recipe.ridge());
    stages.begin(TrainingStage.ROUND);
    LinearWeights weights = LinearWeights.of(recipe, itemCount, log, block, pairs);
    return new Trained(weights, affordable, stages.end(), peak());
  }

  /** {@code B_ij = −P_ij / P_jj} off the diagonal, {@code P = (XᵀX + λI)⁻¹}. */
  private static double[] ease(LinearRecipe recipe, PairSums sums, SlotLog log, Stages stages)
      throws InterruptedException {
    int n = log.dense();
    stages.begin(TrainingStage.SUMS);
    double[] gram = gram(recipe, sums, n);
    stages.begin(TrainingStage.SOLVE);
    double[] p = NormalEquations.invert(gram, n);
    double[] diagonal = new double[n];
    for (int i = 0; i < n; i++) {
      diagonal[i] = p[i * n + i];
    }
    IntStream.range(0, n)
        .parallel()
        .forEach(
            i -> {
              for (int j = 0; j < n; j++) {
                p[i * n + j] = i == j ? 0 : -p[i * n + j] / diagonal[j];
              }
            });
    return p;
  }

  /** {@code B = (XᵀX + λI)⁻¹ XᵀY}. */
  private static double[] ridge(LinearRecipe recipe, PairSums sums, SlotLog log, Stages stages)
      throws InterruptedException {
    int n = log.dense();
    stages.begin(TrainingStage.SUMS);
    double[] gram = gram(recipe, sums, n);
    double[] b = new double[n * n];
    IntStream.range(0, n)
        .parallel()
        .forEach(row -> sums.after(row, n, (column, term) -> b[row * n + column] += term));
    stages.begin(TrainingStage.SOLVE);
    NormalEquations.solve(gram, b, n);
    return b;
  }

  private static double[] gram(LinearRecipe recipe, PairSums sums, int n) {
    double[] gram = new double[n * n];
    IntStream.range(0, n)
        .parallel()
        .forEach(
            row -> {
              sums.gram(row, n, (column, term) -> gram[row * n + column] += term);
              gram[row * n + row] += recipe.ridge();
            });
    return gram;
  }

  /** The limit, or what the heap can hold beside what it has and a laid-out log. */
  private static int affordable(int limit, long laidOut) {
    Runtime runtime = Runtime.getRuntime();
    long free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    if (affordable(free - laidOut) < limit) {
      System.gc(); // much of what seems used may be garbage, and it matters now
      free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    }
    return Math.min(limit, affordable(free - laidOut));
  }

  /** The largest dense part whose matrices fit into so many free bytes of the heap. */
  static int affordable(long free) {
    double usable = Math.max(0, USABLE_HEAP * free);
    return (int) Math.clamp(Math.sqrt(usable / BYTES_A_PAIR), 1, LARGEST_LIMIT);
  }

  private static List<MemoryPoolMXBean> heapPools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  private static void resetPeak() {
    heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
  }

  private static long peak() {
    long sum = heapPools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    return Math.min(sum, Runtime.getRuntime().maxMemory());
  }

  /** The time of each stage; between two of them an interrupt is heard. */
  private static final class Stages {

    private final Consumer<TrainingStage> started;
    private final Map<TrainingStage, Duration> times = new EnumMap<>(TrainingStage.class);
    private TrainingStage running = TrainingStage.LOG;
    private long since = System.nanoTime();

    Stages(Consumer<TrainingStage> started) {
      this.started = started;
    }

    void begin(TrainingStage stage) throws InterruptedException {
      NormalEquations.interruptible();
      close();
      running = stage;
      started.accept(stage);
    }

    private void close() {
      long now = System.nanoTime();
      times.merge(running, Duration.ofNanos(now - since), Duration::plus);
      since = now;
    }

    Map<TrainingStage, Duration> end() {
      close();
      return Collections.unmodifiableMap(times);
    }
  }
}
