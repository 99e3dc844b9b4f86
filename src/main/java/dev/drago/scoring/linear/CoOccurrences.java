package dev.drago.scoring.linear;

/**
 * For histories as sets: {@code X} is binary and {@code Y = X}, so {@code (XᵀX)_ij} is how many
 * histories have both items. An autoencoder must not predict an item by itself: {@link #after} and
 * {@link #before} leave out the diagonal.
 */
record CoOccurrences(SlotLog log) implements PairSums {

  @Override
  public void gram(int slot, int limit, Sink sink) {
    int[] items = log.items();
    for (int i = log.firsts()[slot]; i < log.firsts()[slot + 1]; i++) {
      int history = log.historyAt(log.occurrences()[i]);
      int end = log.starts()[history + 1];
      for (int p = log.starts()[history]; p < end && items[p] < limit; p++) { // ascending
        sink.add(items[p], 1);
      }
    }
  }

  @Override
  public void after(int slot, int limit, Sink sink) {
    gram(
        slot,
        limit,
        (other, term) -> {
          if (other != slot) {
            sink.add(other, term);
          }
        });
  }

  @Override
  public void before(int slot, int limit, Sink sink) {
    after(slot, limit, sink);
  }

  @Override
  public double diagonal(int slot) {
    return log.firsts()[slot + 1] - log.firsts()[slot];
  }
}
