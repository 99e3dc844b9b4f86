package dev.drago.evaluation;

import java.util.List;
import java.util.Optional;

/**
 * How it was evaluated.
 *
 * @param method of the split, in one line
 * @param seed of the bootstrap
 * @param minInteractions k of the k-core the log was cut to; 1 is the whole log
 * @param trainingUsers whose histories were learnt from
 * @param models in the order of their scorers
 */
public record Setup(
    String method,
    Stage stage,
    long seed,
    int minInteractions,
    int trainingUsers,
    long trainingInteractions,
    List<Model> models) {

  public Setup {
    models = List.copyOf(models);
  }

  /**
   * A model that took part.
   *
   * @param role such as {@code sequence}
   * @param id which it is, or how it was made
   * @param sha256 of its file; empty for one that was trained on the split
   */
  public record Model(String role, String id, Optional<String> sha256) {}
}
