package dev.drago.evaluation;

import java.util.SplittableRandom;

/** An endless sequence of unit vectors around centres that are spread evenly over the sphere. */
final class ClusteredVectors {

  private final SplittableRandom random;
  private final float[][] centres;
  private final double noise;

  ClusteredVectors(GraphRecall.Shape shape, int dimensions, long seed) {
    random = new SplittableRandom(seed);
    noise = shape.spread() / Math.sqrt(dimensions);
    centres = new float[shape.clusters()][];
    for (int c = 0; c < centres.length; c++) {
      centres[c] = around(new float[dimensions]);
    }
  }

  float[] next() {
    return around(centres[random.nextInt(centres.length)]);
  }

  private float[] around(float[] centre) {
    float[] vector = new float[centre.length];
    double squares = 0;
    for (int d = 0; d < vector.length; d++) {
      vector[d] = (float) (centre[d] + noise * random.nextGaussian());
      squares += vector[d] * vector[d];
    }
    float scale = (float) (1 / Math.sqrt(squares));
    for (int d = 0; d < vector.length; d++) {
      vector[d] *= scale;
    }
    return vector;
  }
}
