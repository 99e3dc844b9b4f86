package dev.drago.cli;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.evaluation.Dataset;
import dev.drago.evaluation.History;
import dev.drago.evaluation.KCore;
import dev.drago.store.InteractionRepository;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The log of an instance as it is evaluated.
 *
 * @param candidates its items that can be recommended
 */
record EvaluatedLog(Dataset dataset, List<History> histories, BitSet candidates) {

  /**
   * Reads it.
   *
   * @param minInteractions k of the {@link KCore} it is cut to; 1 for all of it
   */
  static EvaluatedLog read(Instance opened, String name, int minInteractions) {
    CatalogSnapshot catalog = opened.catalog().snapshot();
    LogDigest digest = new LogDigest(catalog);
    List<History> all = new ArrayList<>();
    opened
        .interactions()
        .forEachTimedHistory(
            (user, items, times) -> {
              digest.add(user, items);
              boolean timed =
                  Arrays.stream(times).noneMatch(t -> t == InteractionRepository.UNKNOWN_TIME);
              all.add(new History(user, items, timed ? times : new long[0]));
            });
    List<History> histories = minInteractions > 1 ? KCore.of(all, minInteractions) : all;
    BitSet candidates = new BitSet();
    long size = 0;
    for (History history : histories) {
      Arrays.stream(history.items()).forEach(candidates::set);
      size += history.items().length;
    }
    candidates.and(catalog.live());
    return new EvaluatedLog(
        new Dataset(name, digest.sha256(), histories.size(), candidates.cardinality(), size),
        histories,
        candidates);
  }
}
