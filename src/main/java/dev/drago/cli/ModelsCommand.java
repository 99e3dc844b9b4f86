package dev.drago.cli;

import dev.drago.models.ModelEntry;
import dev.drago.models.ModelException;
import dev.drago.models.ModelFolder;
import dev.drago.models.ModelPull;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code drago models list|verify|pull|probe}: the model files and their manifest. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    subcommands = ProbeCommand.class,
    description = "Lists, checks, fetches and probes models.")
final class ModelsCommand implements Callable<Integer> {

  @Option(
      names = "--models",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      defaultValue = "${sys:drago.models:-models}",
      description = "Folder of the models and their manifest (default: ${DEFAULT-VALUE}).")
  Path models = Path.of("models");

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine().usage(out());
    return CommandLine.ExitCode.USAGE;
  }

  @Command(description = "Lists the models of the manifest and whether they are there.")
  int list() {
    ModelFolder folder = ModelFolder.open(models);
    out().printf("%-24s %-9s %9s  %-8s %s%n", "ID", "ROLE", "MB", "THERE", "LICENCE");
    for (ModelEntry entry : folder.entries()) {
      out()
          .printf(
              Locale.ROOT,
              "%-24s %-9s %9.1f  %-8s %s%n",
              entry.id(),
              entry.role().name().toLowerCase(Locale.ROOT),
              entry.bytes() / 1e6,
              folder.isPresent(entry) ? "yes" : "no",
              entry.licence());
    }
    return CommandLine.ExitCode.OK;
  }

  @Command(description = "Compares every model file with its checksum.")
  int verify() {
    ModelFolder folder = ModelFolder.open(models);
    boolean good = true;
    for (ModelEntry entry : folder.entries()) {
      ModelFolder.State state = folder.verify(entry);
      good &= state == ModelFolder.State.PRESENT || state == ModelFolder.State.ABSENT;
      String said =
          switch (state) {
            case PRESENT -> "good";
            case ABSENT -> "not there";
            case WRONG_SIZE -> "WRONG SIZE";
            case WRONG_CHECKSUM -> "WRONG CHECKSUM";
          };
      out().printf("%-24s %s%n", entry.id(), said);
    }
    return good ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  @Command(description = "Fetches models from the URLs in the manifest; goes on where it stopped.")
  int pull(@Parameters(paramLabel = "ID", arity = "1..*") List<String> ids)
      throws InterruptedException {
    ModelFolder folder = ModelFolder.open(models);
    for (String id : ids) {
      ModelEntry entry =
          folder
              .entry(id)
              .orElseThrow(
                  () ->
                      new ModelException(
                          "the manifest has no model '%s'; there are: %s"
                              .formatted(
                                  id, folder.entries().stream().map(ModelEntry::id).toList())));
      if (folder.verify(entry) == ModelFolder.State.PRESENT) {
        out().printf("%s is there%n", id);
        continue;
      }
      try (Progress progress = Progress.start(id, entry.bytes(), "bytes", out())) {
        Path file = new ModelPull().pull(folder, entry, progress::at);
        out().printf("%s is at %s%n", id, file);
      }
    }
    return CommandLine.ExitCode.OK;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
