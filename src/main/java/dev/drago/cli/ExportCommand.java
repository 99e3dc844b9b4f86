package dev.drago.cli;

import dev.drago.archive.ArchiveManifest;
import dev.drago.archive.ArchiveWriter;
import dev.drago.catalog.CatalogSnapshot;
import dev.drago.catalog.CatalogSnapshot.Change;
import dev.drago.models.ModelEntry;
import dev.drago.store.Database;
import dev.drago.store.ItemRepository;
import dev.drago.store.WholeStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code drago export}: what an instance holds, as files of text. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes items, users, interactions, documents and conversations as JSON Lines, with the schema,"
          + " the weights of the fusion, checksums and the models in use.",
      "drago import reads it into an empty instance, with any store. Works beside a server: what is"
          + " written is the store at one moment. What is derived (vectors, indexes, what was"
          + " trained) is not in it."
    })
final class ExportCommand implements Runnable {

  @Parameters(paramLabel = "DIR", description = "The folder to write; empty, or not there.")
  Path folder = Path.of("export");

  @Mixin InstanceOptions instance = new InstanceOptions();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    instance.check();
    PrintWriter out = spec.commandLine().getOut();
    try (Database database = Database.openToRead(instance.existing())) {
      WholeStore store = new WholeStore(database);
      List<ArchiveManifest.Model> models = models(database);
      ArchiveManifest manifest;
      try (Progress progress = Progress.start("writing", store.size(), "rows", out)) {
        manifest =
            ArchiveWriter.write(
                folder,
                store,
                InstanceFiles.weights(instance),
                Version.current(),
                models,
                progress::at);
      }
      manifest
          .files()
          .forEach(file -> out.printf(Locale.ROOT, "%s: %,d lines%n", file.name(), file.lines()));
      out.printf("%s written%n", folder);
    } catch (IOException e) {
      throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
    }
  }

  /** What a server with these options would run with. */
  private List<ArchiveManifest.Model> models(Database database) {
    ItemRepository items = new ItemRepository(database);
    List<Change> all = new ArrayList<>();
    items.changesAfter(-1, all::add);
    CatalogSnapshot catalog = CatalogSnapshot.empty().with(all, items.version());
    InstanceModels models = new InstanceModels(instance);
    return Stream.of(models.sequence(catalog), models.embedder(), models.chat())
        .flatMap(Optional::stream)
        .map(ExportCommand::use)
        .toList();
  }

  static ArchiveManifest.Model use(ModelEntry entry) {
    return new ArchiveManifest.Model(
        entry.role().name().toLowerCase(Locale.ROOT), entry.id(), entry.sha256());
  }
}
