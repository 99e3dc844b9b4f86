package dev.drago.cli;

import dev.drago.torture.DiskTest;
import dev.drago.torture.KillTest;
import dev.drago.torture.Preparation;
import dev.drago.torture.SoakTest;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code drago torture}: what a server has to live through, tried on this machine. */
@Command(
    name = "torture",
    mixinStandardHelpOptions = true,
    description = "Tries on this machine what a server has to live through.")
final class TortureCommand implements Runnable {

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "kill",
      mixinStandardHelpOptions = true,
      description =
          "Writers write, the server is killed with SIGKILL at random moments and started again;"
              + " everything acknowledged must be there. Status 1 where it is not.")
  int kill(
      @Mixin TortureTarget target,
      @Option(names = "--kills", defaultValue = "50", description = "How often (default: 50).")
          int kills,
      @Option(
              names = "--items",
              defaultValue = "100000",
              description = "Items that are there from the beginning (default: 100000).")
          int items,
      @Option(
              names = "--writers",
              defaultValue = "4",
              description = "Writers at once (default: 4).")
          int writers,
      @Option(names = "--seed", defaultValue = "1", description = "Of the moments (default: 1).")
          long seed) {
    PrintWriter out = spec.commandLine().getOut();
    Preparation.run(target.program("import"), target.data, items, out::println);
    KillTest.Setup setup =
        new KillTest.Setup(
            target.program("serve"),
            kills,
            writers,
            seed,
            Duration.ofMillis(100),
            Duration.ofSeconds(3));
    KillTest.Result result;
    try (Progress progress = Progress.start("killed", kills, "times", out)) {
      result = KillTest.run(setup, progress::at, spec.commandLine().getErr()::println);
    }
    out.printf(
        Locale.ROOT,
        "%d kills, %,d writes acknowledged, %d things wrong; from start to ready: median %.2f s,"
            + " slowest %.2f s; seed %d%n",
        result.kills(),
        result.acknowledged(),
        result.wrong().size(),
        result.medianStart().toMillis() / 1e3,
        result.slowestStart().toMillis() / 1e3,
        seed);
    return result.wrong().isEmpty() ? 0 : 1;
  }

  @Command(
      name = "disk",
      mixinStandardHelpOptions = true,
      description =
          "Fills the file system of --data while writers write, then makes room again. Give a folder"
              + " on a small file system, such as a tmpfs of 64 MB. Status 1 where something was"
              + " lost, or a read failed.")
  int disk(
      @Mixin TortureTarget target,
      @Option(
              names = "--items",
              defaultValue = "1000",
              description = "Items that are there from the beginning (default: 1000).")
          int items,
      @Option(
              names = "--seconds",
              defaultValue = "15",
              description = "How long the disk stays full (default: 15).")
          int seconds) {
    PrintWriter out = spec.commandLine().getOut();
    Preparation.run(target.program("import"), target.data, items, out::println);
    DiskTest.Result result =
        DiskTest.run(
            new DiskTest.Setup(
                target.program("serve"), target.data, 4, 1, Duration.ofSeconds(seconds)),
            out::println);
    result.wrong().forEach(spec.commandLine().getErr()::println);
    out.printf(
        Locale.ROOT,
        "%,d writes acknowledged, refused on the full disk by status: %s, read meanwhile: %,d;"
            + " recovered in %d ms; %d things wrong%n",
        result.acknowledged(),
        result.refused(),
        result.reads(),
        result.recovered().toMillis(),
        result.wrong().size());
    result.sentences().forEach(sentence -> out.println("said: " + sentence));
    return result.wrong().isEmpty() ? 0 : 1;
  }

  @Command(
      name = "soak",
      mixinStandardHelpOptions = true,
      description =
          "Measures what a server sustains, then asks twice as much of it while two writers write,"
              + " and looks at its memory, its refusals and how it is afterwards. The data folder is"
              + " written to. Status 1 where a request ended otherwise than served or refused.")
  int soak(
      @Mixin TortureTarget target,
      @Option(names = "--minutes", defaultValue = "10", description = "How long (default: 10).")
          double minutes,
      @Option(
              names = "--clients",
              defaultValue = "512",
              description = "Connections under the overload (default: 512).")
          int clients,
      @Option(
              names = "--items",
              defaultValue = "1000",
              description = "Items, where they are made (default: 1000).")
          int items)
      throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    if (!Preparation.isThere(target.data)) {
      Preparation.run(target.program("import"), target.data, items, out::println);
    }
    Duration time = Duration.ofMillis((long) (minutes * 60_000));
    SoakTest.Result result =
        SoakTest.run(new SoakTest.Setup(target.program("serve"), clients, time, 1), out::println);
    out.println(SoakReport.of(result));
    result.wrong().forEach(spec.commandLine().getErr()::println);
    return result.wrong().isEmpty() ? 0 : 1;
  }
}
