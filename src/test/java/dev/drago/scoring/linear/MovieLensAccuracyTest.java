package dev.drago.scoring.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * MovieLens-1M by the protocol of docs/accuracy.md: the test items of a leave-one-out split, all
 * items ranked, seen ones masked, ties at half rank. Expected are the figures of float64 in Python
 * ({@code scripts/linear/numpy_baseline.py --stage test} gives them again), so this also bounds
 * what float16 costs. Trains three models: half a minute on two idle cores.
 */
@EnabledIfEnvironmentVariable(named = "DRAGO_SLOW_TESTS", matches = "1")
class MovieLensAccuracyTest {

  private static final double TOLERANCE = 0.002;

  @Test
  void theClosedFormsRankAsTheyDidInNumPy() throws IOException, InterruptedException {
    Path shared = Path.of(Optional.ofNullable(System.getenv("DRAGO_SHARED")).orElse("../shared"));
    Path file = shared.resolve("data/ml-1m/sequences.tsv");
    assumeTrue(Files.isRegularFile(file), "needs MovieLens-1M at " + file);
    int[][] histories = read(file);
    int items = 1 + Arrays.stream(histories).flatMapToInt(IntStream::of).max().orElse(0);
    List<int[]> training =
        Arrays.stream(histories).map(h -> Arrays.copyOf(h, h.length - 2)).toList();

    LinearWeights set = train(LinearRecipe.EASE, training, items);
    LinearWeights fading = train(LinearRecipe.EASE_DECAY, training, items);
    LinearWeights next = train(LinearRecipe.NEXT_ITEM, training, items);

    Map<String, double[]> sums = new TreeMap<>();
    for (int[] history : histories) {
      int[] past = Arrays.copyOf(history, history.length - 1);
      int target = history[history.length - 1];
      float[] ease = row(set, past, items);
      float[] faded = row(fading, past, items);
      float[] ridge = row(next, past, items);
      add(sums, "ease set", ease, past, target);
      add(sums, "ease", faded, past, target);
      add(sums, "next-item", ridge, past, target);
      add(sums, "fused", fused(ridge, faded, past), past, target);
    }
    sums.forEach(
        (name, sum) ->
            System.out.printf(
                "%s: HR@10 %.4f, NDCG@10 %.4f%n",
                name, sum[0] / histories.length, sum[1] / histories.length));

    expect(sums, "ease set", .1101, .0536, histories.length);
    expect(sums, "ease", .2334, .1291, histories.length);
    expect(sums, "next-item", .2747, .1628, histories.length);
    expect(sums, "fused", .2851, .1678, histories.length);
  }

  private static LinearWeights train(LinearRecipe recipe, List<int[]> training, int items)
      throws InterruptedException {
    LinearTrainer.Trained trained =
        LinearTrainer.train(recipe, training, items, items, stage -> {});
    System.out.printf(
        "%s: %s, peak heap %d MB%n", recipe, trained.times(), trained.peakHeap() / 1_000_000);
    return trained.weights();
  }

  private static int[][] read(Path file) throws IOException {
    TreeMap<Integer, Integer> ordinals = new TreeMap<>();
    int[][] histories =
        Files.readAllLines(file).stream()
            .skip(1)
            .map(line -> Pattern.compile(" ").splitAsStream(line.substring(line.indexOf('\t') + 1)))
            .map(ids -> ids.mapToInt(Integer::parseInt).toArray())
            .toArray(int[][]::new);
    Arrays.stream(histories).flatMapToInt(IntStream::of).forEach(id -> ordinals.put(id, 0));
    int next = 0;
    for (Map.Entry<Integer, Integer> entry : ordinals.entrySet()) {
      entry.setValue(next++);
    }
    for (int[] history : histories) {
      Arrays.setAll(history, i -> ordinals.get(history[i]));
    }
    return histories;
  }

  private static float[] row(LinearWeights weights, int[] history, int items) {
    float[] row = new float[items];
    weights.score(history, row);
    return row;
  }

  private static float[] fused(float[] ridge, float[] ease, int[] past) {
    double[] a = standardised(ridge, past);
    double[] b = standardised(ease, past);
    float[] sum = new float[a.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = (float) (a[i] + 0.75 * b[i]);
    }
    return sum;
  }

  /** Over the items that may be recommended; no opinion is the mean, 0. */
  private static double[] standardised(float[] row, int[] past) {
    BitSet masked = seen(past);
    int[] allowed =
        IntStream.range(0, row.length)
            .filter(i -> !masked.get(i) && !Float.isNaN(row[i]))
            .toArray();
    double mean = IntStream.of(allowed).mapToDouble(i -> row[i]).average().orElse(0);
    double variance =
        IntStream.of(allowed).mapToDouble(i -> Math.pow(row[i] - mean, 2)).average().orElse(0);
    double[] z = new double[row.length];
    Arrays.setAll(
        z, i -> Float.isNaN(row[i]) || variance == 0 ? 0 : (row[i] - mean) / Math.sqrt(variance));
    return z;
  }

  private static BitSet seen(int[] past) {
    BitSet seen = new BitSet();
    IntStream.of(past).forEach(seen::set);
    return seen;
  }

  private static void add(
      Map<String, double[]> sums, String name, float[] row, int[] past, int target) {
    BitSet masked = seen(past);
    float own = Float.isNaN(row[target]) ? -Float.MAX_VALUE : row[target];
    double rank = 1;
    for (int i = 0; i < row.length; i++) {
      float other = Float.isNaN(row[i]) ? -Float.MAX_VALUE : row[i];
      if (i != target && !masked.get(i)) {
        rank += other > own ? 1 : other == own ? 0.5 : 0;
      }
    }
    double[] sum = sums.computeIfAbsent(name, n -> new double[2]);
    sum[0] += rank <= 10 ? 1 : 0;
    sum[1] += rank <= 10 ? Math.log(2) / Math.log(rank + 1) : 0;
  }

  private static void expect(
      Map<String, double[]> sums, String name, double hr, double ndcg, int users) {
    double[] sum = sums.getOrDefault(name, new double[2]);
    assertThat(sum[0] / users).as(name + " HR@10").isCloseTo(hr, within(TOLERANCE));
    assertThat(sum[1] / users).as(name + " NDCG@10").isCloseTo(ndcg, within(TOLERANCE));
  }
}
