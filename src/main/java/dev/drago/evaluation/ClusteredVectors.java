package dev.drago.evaluation;

import java.util.SplittableRandom;

/**
 * An endless sequence of unit vectors in clusters: centres spread evenly over the sphere, members
 * around them with a mean cosine of 0.82 to their centre and 0.67 to each other.
 *
 * <p>Evenly spread vectors would be no test: in hundreds of dimensions all are about equally far,
 * and embeddings are not like that. With clusters the graph has near neighbours to find and gaps to
 * cross.
 */
final class ClusteredVectors {

  private static final int CLUSTERS = 300;
  private static final double SPREAD = 0.7;

  private final SplittableRandom random;
  private final float[][] centres;
  private final double noise;

  ClusteredVectors(int dimensions, long seed) {
    random = new SplittableRandom(seed);
    noise = SPREAD / Math.sqrt(dimensions);
    centres = new float[CLUSTERS][];
    for (int c = 0; c < CLUSTERS; c++) {
      centres[c] = around(new float[dimensions]);
    }
  }

  float[] next() {
    return around(centres[random.nextInt(CLUSTERS)]);
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
