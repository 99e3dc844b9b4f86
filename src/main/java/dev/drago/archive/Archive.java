package dev.drago.archive;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.ItemJson;
import dev.drago.catalog.StrictJson;
import dev.drago.document.Document;
import dev.drago.document.DocumentJson;
import dev.drago.file.AtomicFile;
import dev.drago.file.Sha256;
import dev.drago.file.WrittenFile;
import dev.drago.interaction.UserPreferencesJson;
import dev.drago.store.StoreContents;
import dev.drago.store.WholeStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;

/** An export that is there, to be read back into an empty instance. */
public final class Archive {

  private static final List<String> NEEDED =
      List.of(
          ArchiveFiles.SCHEMA,
          ArchiveFiles.ITEMS,
          ArchiveFiles.USERS,
          ArchiveFiles.INTERACTIONS,
          ArchiveFiles.DOCUMENTS,
          ArchiveFiles.SESSIONS);

  private final Path folder;
  private final ArchiveManifest manifest;

  private Archive(Path folder, ArchiveManifest manifest) {
    this.folder = folder;
    this.manifest = manifest;
  }

  /** Whether a path is a folder that {@code drago export} wrote, by the names in it. */
  public static boolean isAt(Path path) {
    return Files.isRegularFile(path.resolve(ArchiveManifest.NAME))
        && Files.isRegularFile(path.resolve(ArchiveFiles.ITEMS));
  }

  /**
   * Opens an export and checks that each of its files is as it was written.
   *
   * @throws IllegalArgumentException with a sentence that names the file that is not
   */
  public static Archive open(Path folder) throws IOException {
    try {
      Archive archive =
          new Archive(
              folder,
              ArchiveManifest.parse(Files.readString(folder.resolve(ArchiveManifest.NAME))));
      archive.check();
      return archive;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the export %s cannot be read: %s".formatted(folder, e.getMessage()), e);
    }
  }

  private void check() throws IOException {
    List<String> missing = new ArrayList<>(NEEDED);
    for (WrittenFile file : manifest.files()) {
      missing.remove(file.name());
      Path path = folder.resolve(file.name());
      boolean isPlain = folder.relativize(path.normalize()).getNameCount() == 1;
      if (!isPlain || !Files.isRegularFile(path)) {
        throw new IllegalArgumentException("%s is missing".formatted(file.name()));
      }
      if (!Sha256.of(path).equals(file.sha256())) {
        throw new IllegalArgumentException(
            "%s has not the checksum it was written with".formatted(file.name()));
      }
    }
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "its manifest does not name %s".formatted(missing.getFirst()));
    }
  }

  /** What was in use where it was written. */
  public List<ArchiveManifest.Model> models() {
    return manifest.models();
  }

  /** How many rows {@link #restore} goes through. */
  public long rows() {
    return manifest.files().stream()
        .filter(file -> file.name().endsWith(".jsonl"))
        .mapToLong(WrittenFile::lines)
        .sum();
  }

  /**
   * Fills an empty store with everything, or with nothing.
   *
   * @param progress hears how many rows are done, of {@link #rows}
   * @throws IllegalArgumentException with a sentence when the store is not empty, or a line is none
   *     that an export has
   */
  public void restore(WholeStore store, LongConsumer progress) {
    Reading reading = new Reading(progress);
    store.fill(reading::into);
  }

  /**
   * Puts the weights of the fusion where an instance looks for them.
   *
   * @return whether there were any
   */
  public boolean restoreFusion(Path file) throws IOException {
    Path weights = folder.resolve(ArchiveFiles.FUSION);
    boolean has = manifest.files().stream().anyMatch(f -> f.name().equals(ArchiveFiles.FUSION));
    if (has) {
      AtomicFile.write(file, Files.readAllBytes(weights));
    }
    return has;
  }

  private final class Reading {

    private final LongConsumer progress;
    private long rows;

    Reading(LongConsumer progress) {
      this.progress = progress;
    }

    void into(StoreContents store) {
      CatalogSchema schema = schema();
      store.schema(schema);
      lines(
          ArchiveFiles.ITEMS,
          (json, line) -> {
            Optional<String> deleted = ArchiveFiles.optional(json, "deleted");
            if (deleted.isPresent()) {
              store.item(deleted.get(), Optional.empty());
            } else {
              store.item(ItemJson.parse(json, schema).id(), Optional.of(line));
            }
          });
      lines(
          ArchiveFiles.USERS,
          (json, line) -> {
            Optional<String> preferences =
                Optional.ofNullable(json.get("preferences"))
                    .map(node -> UserPreferencesJson.write(UserPreferencesJson.parse(node)))
                    .map(JsonNode::toString);
            store.user(ArchiveFiles.text(json, "userId"), preferences);
          });
      lines(
          ArchiveFiles.INTERACTIONS,
          (json, line) -> store.interaction(ArchiveFiles.interaction(json)));
      lines(
          ArchiveFiles.DOCUMENTS,
          (json, line) -> {
            Document document = DocumentJson.parse(json);
            store.document(document.id(), document.itemId(), line);
          });
      lines(ArchiveFiles.SESSIONS, (json, line) -> store.session(ArchiveFiles.session(json)));
    }

    private CatalogSchema schema() {
      List<CatalogSchema> read = new ArrayList<>();
      lines(ArchiveFiles.SCHEMA, (json, line) -> read.add(ArchiveFiles.schema(json)));
      return read.isEmpty() ? CatalogSchema.empty() : read.getFirst();
    }

    private void lines(String name, BiConsumer<JsonNode, String> row) {
      long number = 0;
      try (BufferedReader reader = Files.newBufferedReader(folder.resolve(name))) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          number++;
          row.accept(StrictJson.read(line), line);
          if (name.endsWith(".jsonl")) {
            progress.accept(++rows);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException("%s cannot be read: %s".formatted(name, e.getMessage()), e);
      } catch (IllegalArgumentException | java.time.DateTimeException e) {
        throw new IllegalArgumentException(
            "%s of the export %s, line %d: %s".formatted(name, folder, number, e.getMessage()), e);
      }
    }
  }
}
