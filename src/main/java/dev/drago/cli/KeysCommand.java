package dev.drago.cli;

import dev.drago.access.FreshKey;
import dev.drago.access.KeyText;
import dev.drago.access.Rate;
import dev.drago.access.Role;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code drago keys new}: makes keys. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = "Makes keys for who may ask a server.")
final class KeysCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine().usage(out());
    return CommandLine.ExitCode.USAGE;
  }

  @Command(
      name = "new",
      mixinStandardHelpOptions = true,
      description = "Prints a new key, this once, and the line for the file of `serve --keys`.")
  int make(
      @Option(
              names = "--role",
              required = true,
              paramLabel = "ROLE",
              description = "read, write or admin; each may do what the ones before it may.")
          String role,
      @Option(
              names = "--name",
              required = true,
              paramLabel = "NAME",
              description = "Who gets it, as logs and metrics show it.")
          String name,
      @Option(
              names = "--rate",
              paramLabel = "RATE",
              description = "How often it may ask: 20/s, 600/min, 5000/h (default: no limit).")
          Optional<String> rate) {
    FreshKey key = FreshKey.make(name, Role.of(role), rate.map(Rate::of));
    out()
        .printf(
            "key (it is kept nowhere, so note it now):%n%s%n%nline for the file of --keys:%n%s%n",
            key.secret(), KeyText.line(key.known()));
    return CommandLine.ExitCode.OK;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
