package dev.drago.cli;

import dev.drago.archive.Archive;
import dev.drago.archive.ArchiveManifest;
import dev.drago.http.LoadedModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Puts an export back into an instance that is empty. */
final class Restoration {

  private Restoration() {}

  /**
   * Fills the instance with everything, or with nothing. What serves is to be opened afterwards: an
   * instance that is open does not hear of it.
   *
   * @throws IllegalArgumentException with a sentence when the export is not as it was written, or
   *     the instance is not empty
   */
  static void run(InstanceOptions options, Path folder, PrintWriter out, PrintWriter err)
      throws IOException {
    Archive archive = Archive.open(folder);
    try (Instance opened = Instance.open(options)) { // which nobody else has then
      if (!opened.store().isEmpty()) {
        throw new IllegalArgumentException(
            "%s is an export, which only an empty instance can take in, and there is something in %s"
                .formatted(folder, options.location()));
      }
      archive.models().forEach(model -> compare(model, opened, err));
      out.printf("%s: an export of Drago%n", folder);
      try (Progress progress = Progress.start("restoring", archive.rows(), "rows", out)) {
        archive.restore(opened.store(), progress::at);
      }
      if (archive.restoreFusion(InstanceFiles.weights(options))) {
        out.printf("%s: the weights of the export%n", InstanceFiles.weights(options));
      }
      out.printf(Locale.ROOT, "%,d rows restored%n", archive.rows());
    }
  }

  /** The sequence model is chosen by the catalogue, which is not there yet. */
  private static void compare(ArchiveManifest.Model before, Instance now, PrintWriter err) {
    if (before.role().equals("sequence")) {
      return;
    }
    Optional<LoadedModel> model =
        now.models().stream().filter(m -> m.role().equals(before.role())).findFirst();
    if (model.isEmpty()) {
      err.printf(
          "the %s %s, which was in use where this was exported, is not here%n",
          before.role(), before.id());
    } else if (!model.get().sha256().equals(before.sha256())) {
      err.printf(
          "the %s here is %s, and was %s where this was exported%s%n",
          before.role(),
          model.get().id(),
          before.id(),
          model.get().id().equals(before.id()) ? ", with another checksum" : "");
    }
  }
}
