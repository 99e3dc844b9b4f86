package dev.drago.scoring.linear;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The recipes as their formulas read, in full matrices of doubles: a row of X for every user or
 * every position, an inverse by Gauss and Jordan, all pairs of rarer items sorted.
 */
final class BruteForce {

  private final LinearRecipe recipe;
  private final boolean[] known;
  private final double[][] weights;

  BruteForce(LinearRecipe recipe, List<int[]> histories, int items, int limit) {
    this.recipe = recipe;
    this.known = new boolean[items];
    List<double[]> x = new ArrayList<>();
    List<double[]> y = new ArrayList<>();
    int[] activity = new int[items];
    for (int[] touched : histories) {
      int[] history = Arrays.stream(touched).filter(o -> 0 <= o && o < items).toArray();
      if (recipe == LinearRecipe.NEXT_ITEM) {
        for (int t = 0; t + 1 < history.length; t++) {
          double[] window = new double[items];
          for (int j = 1; j <= 25 && t - j + 1 >= 0; j++) {
            window[history[t - j + 1]] += Math.pow(0.8, j - 1);
          }
          double[] next = new double[items];
          next[history[t + 1]] = 1;
          x.add(window);
          y.add(next);
        }
        if (history.length < 2) {
          continue;
        }
        Arrays.stream(history).forEach(o -> activity[o]++);
      } else {
        double[] set = new double[items];
        Arrays.stream(history).forEach(o -> set[o] = 1);
        x.add(set);
        y.add(set);
        Arrays.stream(history).distinct().forEach(o -> activity[o]++);
      }
      Arrays.stream(history).forEach(o -> known[o] = true);
    }
    this.weights = weights(product(x, x, items), product(x, y, items), activity, limit);
  }

  private double[][] weights(double[][] xx, double[][] xy, int[] activity, int limit) {
    int n = activity.length;
    double ridge = recipe == LinearRecipe.EASE_DECAY ? 1000 : 200;
    boolean ease = recipe != LinearRecipe.NEXT_ITEM;
    List<Integer> byActivity = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      if (known[i]) {
        byActivity.add(i);
      }
    }
    byActivity.sort(Comparator.<Integer>comparingInt(i -> -activity[i]).thenComparing(i -> i));
    int m = Math.min(limit, byActivity.size());
    List<Integer> dense = byActivity.subList(0, m).stream().sorted().toList();
    List<Integer> rare = byActivity.subList(m, byActivity.size()).stream().sorted().toList();
    List<Integer> inOrder = new ArrayList<>(dense); // which decides between equal pairs
    inOrder.addAll(rare);

    double[][] b = new double[n][n];
    double[][] a = new double[m][m];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < m; j++) {
        a[i][j] = xx[dense.get(i)][dense.get(j)] + (i == j ? ridge : 0);
      }
    }
    double[][] p = inverse(a);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < m; j++) {
        double sum = 0;
        for (int k = 0; k < m; k++) {
          sum += p[i][k] * xy[dense.get(k)][dense.get(j)];
        }
        b[dense.get(i)][dense.get(j)] = !ease ? sum : i == j ? 0 : -p[i][j] / p[j][j];
      }
    }
    for (int r : rare) {
      keep(b, pairs(inOrder, ease, r, true, xx, xy, ridge));
      keep(b, pairs(dense, ease, r, false, xx, xy, ridge));
    }
    return b;
  }

  private record Pair(int from, int to, double weight) {}

  private static List<Pair> pairs(
      List<Integer> others,
      boolean ease,
      int r,
      boolean after,
      double[][] xx,
      double[][] xy,
      double ridge) {
    List<Pair> pairs = new ArrayList<>();
    for (int other : others) {
      int from = after ? r : other;
      int to = after ? other : r;
      if (!ease || from != to) {
        pairs.add(new Pair(from, to, xy[from][to] / (xx[from][from] + ridge)));
      }
    }
    return pairs;
  }

  private static void keep(double[][] b, List<Pair> pairs) {
    pairs.stream()
        .sorted(Comparator.comparingDouble((Pair pair) -> -pair.weight()))
        .limit(50)
        .forEach(pair -> b[pair.from()][pair.to()] = pair.weight());
  }

  private static double[][] product(List<double[]> x, List<double[]> y, int n) {
    double[][] product = new double[n][n];
    for (int row = 0; row < x.size(); row++) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          product[i][j] += x.get(row)[i] * y.get(row)[j];
        }
      }
    }
    return product;
  }

  private static double[][] inverse(double[][] matrix) {
    int n = matrix.length;
    double[][] a = new double[n][2 * n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(matrix[i], 0, a[i], 0, n);
      a[i][n + i] = 1;
    }
    for (int c = 0; c < n; c++) {
      int pivot = c;
      for (int r = c + 1; r < n; r++) {
        pivot = Math.abs(a[r][c]) > Math.abs(a[pivot][c]) ? r : pivot;
      }
      double[] swapped = a[c];
      a[c] = a[pivot];
      a[pivot] = swapped;
      double divisor = a[c][c];
      for (int j = 0; j < 2 * n; j++) {
        a[c][j] /= divisor;
      }
      for (int r = 0; r < n; r++) {
        double factor = a[r][c];
        for (int j = 0; r != c && factor != 0 && j < 2 * n; j++) {
          a[r][j] -= factor * a[c][j];
        }
      }
    }
    return Arrays.stream(a).map(row -> Arrays.copyOfRange(row, n, 2 * n)).toArray(double[][]::new);
  }

  /** The score of every item, NaN for no opinion, and how far float16 weights may be from it. */
  record Expected(double[] scores, double[] tolerance) {}

  Expected score(int[] history) {
    int n = known.length;
    double[] x = new double[n];
    Set<Integer> seen = new HashSet<>();
    for (int age = 0; age < history.length; age++) {
      int item = history[history.length - 1 - age];
      if (item < 0 || item >= n || !known[item]) {
        continue;
      }
      switch (recipe) {
        case EASE -> x[item] = 1;
        case EASE_DECAY -> {
          if (Math.pow(0.8, age) >= 1e-7 && seen.add(item)) {
            x[item] = Math.pow(0.8, age);
          }
        }
        case NEXT_ITEM -> x[item] += age < 25 ? Math.pow(0.8, age) : 0;
      }
    }
    double largest = 0;
    for (double[] row : weights) {
      for (double weight : row) {
        largest = Math.max(largest, Math.abs(weight));
      }
    }
    boolean anything = Arrays.stream(x).anyMatch(v -> v > 0);
    double[] scores = new double[n];
    double[] tolerance = new double[n];
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < n; i++) {
        scores[j] += x[i] * weights[i][j];
        tolerance[j] += x[i] * (Math.abs(weights[i][j]) * 0x1p-11 + largest * 0x1p-38);
      }
      if (!anything || !known[j]) {
        scores[j] = Double.NaN;
      }
      tolerance[j] = tolerance[j] * 1.01 + 1e-12;
    }
    return new Expected(scores, tolerance);
  }
}
