package dev.drago.index;

/** Arithmetic on dense vectors, in place. */
public final class Vectors {

  private static final double LEAST_SQUARE = 1e-12;

  private Vectors() {}

  /** sum += weight · v. */
  public static void add(float[] sum, float weight, float[] v) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weight * v[i];
    }
  }

  /** Scales to length 1; false, and nothing done, where there is no length to scale. */
  public static boolean normalise(float[] v) {
    double squares = 0;
    for (float x : v) {
      squares += (double) x * x;
    }
    if (squares < LEAST_SQUARE) {
      return false;
    }
    float scale = (float) (1 / Math.sqrt(squares));
    for (int i = 0; i < v.length; i++) {
      v[i] *= scale;
    }
    return true;
  }
}
