package dev.drago.recommend;

import java.util.Arrays;
import java.util.List;

/**
 * The mean of vectors and their first two principal components: the plane in which they differ
 * most.
 *
 * @param mean of the vectors
 * @param axes two unit vectors, at right angles; the largest entry of each is positive, so that the
 *     same vectors have the same axes
 * @param deviations the standard deviation along each axis; 0 where the vectors do not differ
 */
record PrincipalPlane(float[] mean, List<double[]> axes, double[] deviations) {

  private static final int MOST_ROUNDS = 300;
  private static final double CLOSE_ENOUGH = 1e-9;

  /** Less than this is rounding. */
  private static final double NO_DEVIATION = 1e-6;

  /**
   * By power iteration on the covariance, which is never formed: each round costs two products a
   * vector.
   *
   * @param vectors at least one, all of one length
   */
  static PrincipalPlane of(List<float[]> vectors) {
    int dimension = vectors.getFirst().length;
    float[] mean = new float[dimension];
    for (int d = 0; d < dimension; d++) {
      double sum = 0;
      for (float[] vector : vectors) {
        sum += vector[d];
      }
      mean[d] = (float) (sum / vectors.size());
    }
    double[] first = strongest(vectors, mean, new double[dimension]);
    double[] second = strongest(vectors, mean, first);
    return new PrincipalPlane(
        mean,
        List.of(first, second),
        new double[] {deviation(vectors, mean, first), deviation(vectors, mean, second)});
  }

  /** In degrees from 0 to 359; each axis in deviations, so that directions are used alike. */
  int angle(float[] vector) {
    double x = coordinate(vector, 0);
    double y = coordinate(vector, 1);
    return Math.floorMod(Math.round(Math.toDegrees(Math.atan2(y, x))), 360);
  }

  private double coordinate(float[] vector, int axis) {
    return deviations[axis] < NO_DEVIATION
        ? 0
        : along(vector, mean, axes.get(axis)) / deviations[axis];
  }

  /** The direction of the greatest variance among those at right angles to {@code other}. */
  private static double[] strongest(List<float[]> vectors, float[] mean, double[] other) {
    double[] axis = start(mean.length);
    normalise(axis, other);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      double[] next = new double[axis.length];
      for (float[] vector : vectors) {
        double along = along(vector, mean, axis);
        for (int d = 0; d < next.length; d++) {
          next[d] += along * (vector[d] - mean[d]);
        }
      }
      if (!normalise(next, other)) {
        break; // nothing varies: any direction will do
      }
      double kept = Math.abs(dot(axis, next));
      axis = next;
      if (1 - kept < CLOSE_ENOUGH) {
        break;
      }
    }
    return facing(axis);
  }

  /** No round numbers, so that it is at right angles to nothing in particular. */
  private static double[] start(int dimension) {
    double[] start = new double[dimension];
    for (int d = 0; d < dimension; d++) {
      start[d] = Math.sin(1 + d);
    }
    return start;
  }

  /**
   * Takes out what is along {@code other} and makes it a unit vector; false where nothing is left.
   */
  private static boolean normalise(double[] axis, double[] other) {
    double along = dot(axis, other);
    for (int d = 0; d < axis.length; d++) {
      axis[d] -= along * other[d];
    }
    double length = Math.sqrt(dot(axis, axis));
    if (length < NO_DEVIATION * NO_DEVIATION) {
      return false;
    }
    for (int d = 0; d < axis.length; d++) {
      axis[d] /= length;
    }
    return true;
  }

  private static double[] facing(double[] axis) {
    double largest = 0;
    for (double entry : axis) {
      largest = Math.abs(entry) > Math.abs(largest) ? entry : largest;
    }
    double sign = largest < 0 ? -1 : 1;
    return Arrays.stream(axis).map(entry -> sign * entry).toArray();
  }

  private static double deviation(List<float[]> vectors, float[] mean, double[] axis) {
    double squares = 0;
    for (float[] vector : vectors) {
      double along = along(vector, mean, axis);
      squares += along * along;
    }
    return Math.sqrt(squares / vectors.size());
  }

  private static double along(float[] vector, float[] mean, double[] axis) {
    double sum = 0;
    for (int d = 0; d < axis.length; d++) {
      sum += (vector[d] - mean[d]) * axis[d];
    }
    return sum;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int d = 0; d < a.length; d++) {
      sum += a[d] * b[d];
    }
    return sum;
  }
}
