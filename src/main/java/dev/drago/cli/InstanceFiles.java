package dev.drago.cli;

import dev.drago.recommend.Experiments;
import dev.drago.scoring.FusionFile;
import dev.drago.scoring.FusionWeights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What people and commands leave in the data folder for an instance to read at its start. */
final class InstanceFiles {

  private InstanceFiles() {}

  /** Where {@code drago tune} leaves the weights of the fusion. */
  static Path weights(StoreOptions options) {
    return options.data.resolve("fusion.json");
  }

  /** Those weights, or where there are none those of the jar. */
  static FusionWeights readWeights(StoreOptions options) {
    Path file = weights(options);
    try {
      return Files.exists(file)
          ? FusionFile.parse(Files.readString(file), file.toString())
          : FusionFile.standard();
    } catch (IOException e) {
      throw new UncheckedIOException("%s could not be read: %s".formatted(file, e), e);
    }
  }

  /** Where a person writes the experiments. */
  static Path experiments(StoreOptions options) {
    return options.data.resolve("experiments.json");
  }

  /**
   * Those experiments, if there are any.
   *
   * @param strategies that a variant may have
   * @throws IllegalArgumentException with a sentence where the file cannot be meant
   */
  static Experiments readExperiments(StoreOptions options, List<String> strategies) {
    Path file = experiments(options);
    try {
      Experiments experiments =
          Files.exists(file) ? Experiments.parse(Files.readString(file)) : Experiments.none();
      experiments.requireStrategies(strategies);
      return experiments;
    } catch (IOException e) {
      throw new UncheckedIOException("%s could not be read: %s".formatted(file, e), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
