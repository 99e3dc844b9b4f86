package dev.drago.cli;

import dev.drago.file.AtomicFolder;
import dev.drago.http.KeptEvaluation;
import dev.drago.store.Database;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code drago backup}: a copy of an instance, also while a server writes it. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description = {
      "Copies the store of --data as it is at one moment, with what was trained, the weights of the"
          + " fusion, the experiments and the last evaluation. Works beside a server that writes.",
      "The copy is a folder for --data. Its indexes are made anew when it is opened, from the vectors"
          + " that the store keeps. A PostgreSQL store is backed up by pg_dump."
    })
final class BackupCommand implements Runnable {

  @Parameters(paramLabel = "DIR", description = "The folder to write; empty, or not there.")
  Path folder = Path.of("backup");

  @Mixin StoreOptions instance = new StoreOptions();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    try (Database database = Database.openToRead(instance.existing());
        AtomicFolder backup = AtomicFolder.create(folder)) {
      // What was trained goes first: it may be older than the store, and must not be newer.
      Training.folder(instance.data).copyTo(backup.part().resolve("linear"));
      KeptEvaluation evaluation = KeptEvaluation.of(instance.data);
      List<Path> kept =
          List.of(
              InstanceFiles.weights(instance),
              InstanceFiles.experiments(instance),
              evaluation.json(),
              evaluation.html());
      for (Path file : kept) {
        copy(file, backup.part().resolve(instance.data.relativize(file)));
      }
      Path store = backup.part().resolve("drago.db");
      database.copyTo(store);
      long bytes = Files.size(store);
      backup.publish();
      out.printf("%s written: a store of %.1f MB%n", folder, bytes / 1e6);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s cannot be written: %s".formatted(folder, e.getMessage()), e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    if (Files.exists(from)) {
      Files.createDirectories(to.resolveSibling(""));
      Files.copy(from, to);
    }
  }
}
