package dev.drago.cli;

import dev.drago.scoring.linear.LinearTrainer;
import java.time.Duration;
import picocli.CommandLine.Option;

/** What training can be told; the same options on every command that trains. */
final class TrainingOptions {

  @Option(
      names = "--linear-items",
      paramLabel = "N",
      defaultValue = "10000",
      description = {
        "How many of the most active items get exact weights between all of them; pairs with the"
            + " others are approximated. Takes 18 bytes of heap a pair (default: ${DEFAULT-VALUE})."
      })
  int linearItems = LinearTrainer.DEFAULT_LIMIT;

  @Option(
      names = "--half-life",
      paramLabel = "TIME",
      defaultValue = "90d",
      converter = Durations.class,
      description =
          "After which time an interaction counts half as much for what is popular (default:"
              + " ${DEFAULT-VALUE}).")
  Duration halfLife = Duration.ofDays(90);

  /** Throws {@link IllegalArgumentException} with a sentence when an option is out of its range. */
  void check() {
    if (linearItems < 1 || linearItems > LinearTrainer.LARGEST_LIMIT) {
      throw new IllegalArgumentException(
          "--linear-items must be 1 to %d, not %d"
              .formatted(LinearTrainer.LARGEST_LIMIT, linearItems));
    }
  }
}
