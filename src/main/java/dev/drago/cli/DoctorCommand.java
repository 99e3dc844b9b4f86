package dev.drago.cli;

import dev.drago.doctor.DataFolderCheck;
import dev.drago.doctor.Finding;
import dev.drago.doctor.JavaCheck;
import dev.drago.doctor.LibraryCheck;
import dev.drago.doctor.ManifestCheck;
import dev.drago.file.AtomicFile;
import dev.drago.llama.LlamaLibrary;
import dev.drago.models.ModelEntry;
import dev.drago.models.ModelFolder;
import dev.drago.store.Database;
import dev.drago.store.StoreLocation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code drago doctor}: would a server with these options start, and how fast would it be? */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Looks at all that a server with these options would use, and measures its models. Ends with",
      "status 1 when something would keep the server from starting; all the rest is looked at",
      "nevertheless."
    })
final class DoctorCommand implements Callable<Integer> {

  @Mixin InstanceOptions instance = new InstanceOptions();

  @Option(
      names = "--compare",
      paramLabel = "FILE",
      description =
          "Measure the first model beside the same model in this llama.cpp library, in turns; with"
              + " all layers on the GPU if it finds one.")
  Optional<Path> compare = Optional.empty();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often each model is measured (default: ${DEFAULT-VALUE}).")
  int rounds = 5;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the findings as JSON too.")
  Optional<Path> json = Optional.empty();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    instance.check();
    if (rounds < 1) {
      throw new IllegalArgumentException("--rounds must be at least 1, not " + rounds);
    }
    PrintWriter out = spec.commandLine().getOut();
    DoctorReport report = new DoctorReport(out);
    try (Interruption interruption = Interruption.watch();
        TemporaryFolder temporary = TemporaryFolder.create("drago-doctor-")) {
      interruption.interruptible(
          () -> {
            examine(report, temporary.path(), out);
            return report;
          });
      write(report);
    } catch (InterruptedException e) {
      out.println("interrupted: what is above was looked at");
      return 1;
    } catch (IOException e) {
      throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
    }
    out.println(
        report.faults() == 0
            ? "nothing would keep a server from starting"
            : report.faults() + " of these would keep a server from starting");
    return report.faults() == 0 ? 0 : 1;
  }

  private void examine(DoctorReport report, Path temporary, PrintWriter out)
      throws InterruptedException {
    report.addAll(JavaCheck.run());
    report.add(DataFolderCheck.run(instance.data));
    report.look("store", this::store);
    // Nothing is left in a folder that is not an instance yet.
    boolean there = Files.isDirectory(instance.data) && Files.isWritable(instance.data);
    Path cache = there ? instance.data : temporary;
    report.look("library", () -> library(cache));
    report.look("models", this::manifest);
    new DoctorMeasurements(instance, cache, rounds, report, out).run(compare);
  }

  /** A SQLite file is a matter of the data folder. */
  private List<Finding> store() {
    return switch (instance.location()) {
      case StoreLocation.SqliteFile file -> List.of();
      case StoreLocation.PostgresDatabase database -> {
        String server = Database.greet(database);
        yield List.of(
            new Finding(
                Finding.Level.OK,
                "store",
                "%s answers at %s".formatted(server, database),
                Map.of("store", database.toString(), "server", server)));
      }
    };
  }

  private List<Finding> library(Path cache) {
    LlamaLibrary library = LlamaLibrary.open(instance.library, cache);
    return LibraryCheck.run(library, instance.library.isEmpty());
  }

  private List<Finding> manifest() {
    InstanceModels chosen = new InstanceModels(instance);
    Set<String> needed =
        chosen.named().stream().map(ModelEntry::id).collect(Collectors.toUnmodifiableSet());
    return ManifestCheck.run(ModelFolder.open(instance.models), needed);
  }

  private void write(DoctorReport report) throws IOException {
    if (json.isPresent()) {
      AtomicFile.write(json.get(), report.toJson());
    }
  }
}
