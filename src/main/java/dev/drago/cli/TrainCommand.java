package dev.drago.cli;

import java.time.InstantSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code drago train}: fits the linear scorers and what is popular to the log of an instance. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {
      "Trains the scorers next-item and ease on the log, and counts what is popular by recency.",
      "A server of the same --data takes the result up within seconds; no restart is needed."
    })
final class TrainCommand implements Runnable {

  @Mixin StoreOptions store = new StoreOptions();
  @Mixin TrainingOptions training = new TrainingOptions();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    training.check();
    Training.run(store, training, InstantSource.system(), spec.commandLine().getOut());
  }
}
