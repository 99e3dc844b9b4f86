package dev.drago.cli;

import dev.drago.archive.Archive;
import dev.drago.catalog.source.ImportReport;
import dev.drago.catalog.source.ImportSource;
import dev.drago.ingest.Counts;
import dev.drago.ingest.ErrorList;
import dev.drago.ingest.Ingestion;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code drago import}: reads catalogues and logs into an instance. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Reads items and interactions: CSV, JSON Lines, a MovieLens folder, or what drago export wrote.",
      "Reading the same again changes what changed. A line that cannot be read is left out and"
          + " listed in import-errors.jsonl of --data."
    })
final class ImportCommand implements Callable<Integer> {

  private static final int SHOWN_ERRORS = 10;

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description = "Files or folders; items before interactions.")
  List<Path> paths = List.of();

  @Mixin InstanceOptions instance = new InstanceOptions();
  @Mixin TrainingOptions training = new TrainingOptions();

  @Option(
      names = "--documents",
      paramLabel = "PATH",
      description =
          "Documents, after the items: a .jsonl file, or a folder of .txt, .md and .html files; one"
              + " whose name is an item's id is about that item. May be given several times.")
  List<Path> documents = List.of();

  @Option(names = "--no-train", description = "Do not train on the log at the end.")
  boolean noTrain;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    long taken = 0;
    long left = 0;
    boolean interactions;
    training.check();
    if (paths.isEmpty() && documents.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "there is nothing to import: give a PATH, or --documents PATH");
    }
    List<Path> exports = paths.stream().filter(Archive::isAt).toList();
    restore(exports, out, err);
    try (Instance opened = Instance.open(instance);
        ErrorList errors = new ErrorList(errorList(instance.data))) {
      for (Path path : paths.stream().filter(path -> !exports.contains(path)).toList()) {
        taken += read(opened, path, errors, out, err);
      }
      for (Path path : documents) {
        taken += DocumentImport.read(opened, path, errors, out, err);
      }
      left = errors.count();
      if (left > 0) {
        err.printf(Locale.ROOT, "%,d lines were left out; see %s%n", left, errors.file());
      }
      IndexProgress.catchUp(opened.catalog(), out);
      DocumentProgress.catchUp(opened.knowledge(), out);
      out.printf(
          Locale.ROOT,
          "%,d items, %,d interactions of %,d users in %s%n",
          opened.catalog().snapshot().liveCount(),
          opened.log().interactions(),
          opened.log().users(),
          instance.data);
      interactions = opened.log().interactions() > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
    }
    if (interactions && !noTrain) { // with the models closed, whose memory it may need
      Training.run(instance, training, InstantSource.system(), out);
    }
    return taken == 0 && left > 0 ? 1 : 0;
  }

  private void restore(List<Path> exports, PrintWriter out, PrintWriter err) {
    for (Path export : exports) {
      try {
        Restoration.run(instance, export, out, err);
      } catch (IOException e) {
        throw new UncheckedIOException(
            "%s cannot be read: %s".formatted(export, e.getMessage()), e);
      }
    }
  }

  /** Where an import lists what it left out. */
  static Path errorList(Path data) {
    return data.resolve("import-errors.jsonl");
  }

  /** Reads one path; how many items and interactions it had that could be read. */
  private static long read(
      Instance opened, Path path, ErrorList errors, PrintWriter out, PrintWriter err)
      throws IOException {
    ImportSource source = Ingestion.detect(path, opened.catalog());
    out.printf("%s: %s%n", path, source.description());
    ImportReport report;
    Ingestion ingestion = new Ingestion(opened.catalog(), opened.log(), errors);
    try (Progress progress = Progress.start("reading", source.totalBytes(), "bytes", out)) {
      report = ingestion.read(source, progress::at);
    }
    Counts counts = ingestion.counts();
    out.printf(
        Locale.ROOT,
        "items: %,d new, %,d changed, %,d as before; interactions: %,d new, %,d known, %,d of"
            + " unknown items%n",
        counts.created(),
        counts.changed(),
        counts.unchanged(),
        counts.stored(),
        counts.duplicates(),
        counts.unknownItems());
    report.firstErrors().stream()
        .limit(SHOWN_ERRORS)
        .forEach(e -> err.printf("%s, line %d: %s%n", e.file(), e.line(), e.message()));
    return report.items() + report.interactions() - counts.unknownItems();
  }
}
