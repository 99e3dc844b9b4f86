package dev.drago.evaluation;

/** What one rank is worth when {@code k} items are shown; the mean over users is the figure. */
public enum Metric {
  /** 1 when the item is among those shown. */
  HIT_RATE("HR") {
    @Override
    double worth(double rank) {
      return 1;
    }
  },
  /** 1 / log2(rank + 1): with one relevant item, the ideal gain is 1. */
  NDCG("NDCG") {
    @Override
    double worth(double rank) {
      return Math.log(2) / Math.log(rank + 1);
    }
  },
  /** The reciprocal of the rank. */
  MRR("MRR") {
    @Override
    double worth(double rank) {
      return 1 / rank;
    }
  };

  private final String label;

  Metric(String label) {
    this.label = label;
  }

  abstract double worth(double rank);

  /** The name in reports, to be followed by {@code @k}. */
  public String label() {
    return label;
  }

  /** The worth of {@code rank} at {@code k}; nothing beyond {@code k}, half ranks included. */
  public final double at(int k, double rank) {
    return rank <= k ? worth(rank) : 0;
  }
}
