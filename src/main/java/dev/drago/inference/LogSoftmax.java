package dev.drago.inference;

/** From logits to logarithms of probabilities. */
final class LogSoftmax {

  private LogSoftmax() {}

  /** What to take from each logit: the logarithm of the sum of their exponentials. */
  static double norm(float[] logits) {
    float highest = Float.NEGATIVE_INFINITY;
    for (float logit : logits) {
      highest = Math.max(highest, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - highest);
    }
    return highest + Math.log(sum);
  }
}
