package dev.drago.archive;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.drago.catalog.CatalogSchema;
import dev.drago.file.AtomicFolder;
import dev.drago.file.LinesFile;
import dev.drago.file.WrittenFile;
import dev.drago.interaction.Interaction;
import dev.drago.store.SessionRepository.Stored;
import dev.drago.store.StoreContents;
import dev.drago.store.WholeStore;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Writes an export: a line a row, as they come from the store. */
public final class ArchiveWriter implements StoreContents, Closeable {

  private final LongConsumer progress;
  private final LinesFile schema;
  private final LinesFile items;
  private final LinesFile users;
  private final LinesFile interactions;
  private final LinesFile documents;
  private final LinesFile sessions;
  private final List<LinesFile> files = new ArrayList<>();
  private long rows;

  private ArchiveWriter(Path folder, LongConsumer progress) throws IOException {
    this.progress = progress;
    this.schema = create(folder, ArchiveFiles.SCHEMA);
    this.items = create(folder, ArchiveFiles.ITEMS);
    this.users = create(folder, ArchiveFiles.USERS);
    this.interactions = create(folder, ArchiveFiles.INTERACTIONS);
    this.documents = create(folder, ArchiveFiles.DOCUMENTS);
    this.sessions = create(folder, ArchiveFiles.SESSIONS);
  }

  /**
   * Writes all that a store holds, as a whole or not at all.
   *
   * @param folder where it is to be: nothing, or an empty folder
   * @param fusion the file of the fusion's weights, which need not be there
   * @param progress hears how many rows are written, of {@link WholeStore#size}
   * @throws IllegalArgumentException when the folder is not empty
   */
  public static ArchiveManifest write(
      Path folder,
      WholeStore store,
      Path fusion,
      String drago,
      List<ArchiveManifest.Model> models,
      LongConsumer progress)
      throws IOException {
    try (AtomicFolder export = AtomicFolder.create(folder);
        ArchiveWriter writer = new ArchiveWriter(export.part(), progress)) {
      store.read(writer);
      if (Files.exists(fusion)) {
        LinesFile copy = writer.create(export.part(), ArchiveFiles.FUSION);
        for (String line : Files.readAllLines(fusion)) {
          copy.add(line);
        }
      }
      ArchiveManifest manifest =
          new ArchiveManifest(ArchiveManifest.FORMAT, drago, writer.finish(), models);
      Files.writeString(export.part().resolve(ArchiveManifest.NAME), manifest.toJson());
      export.publish();
      return manifest;
    } catch (UncheckedIOException e) {
      throw new IOException("%s cannot be written: %s".formatted(folder, e.getMessage()), e);
    }
  }

  private LinesFile create(Path folder, String name) throws IOException {
    LinesFile file = LinesFile.create(folder.resolve(name));
    files.add(file);
    return file;
  }

  private List<WrittenFile> finish() throws IOException {
    List<WrittenFile> written = new ArrayList<>();
    for (LinesFile file : files) {
      written.add(file.finish());
    }
    return written;
  }

  @Override
  public void schema(CatalogSchema types) {
    line(schema, ArchiveFiles.write(types).toString());
  }

  @Override
  public void item(String id, Optional<String> body) {
    row(items, body.orElseGet(() -> "{\"deleted\":" + quoted(id) + "}"));
  }

  @Override
  public void user(String id, Optional<String> preferences) {
    String more = preferences.map(json -> ",\"preferences\":" + json).orElse("");
    row(users, "{\"userId\":" + quoted(id) + more + "}");
  }

  @Override
  public void interaction(Interaction interaction) {
    row(interactions, ArchiveFiles.write(interaction).toString());
  }

  @Override
  public void document(String id, Optional<String> itemId, String body) {
    row(documents, body);
  }

  @Override
  public void session(Stored session) {
    row(sessions, ArchiveFiles.write(session).toString());
  }

  private void row(LinesFile file, String json) {
    line(file, json);
    progress.accept(++rows);
  }

  private static void line(LinesFile file, String json) {
    try {
      file.add(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String quoted(String text) {
    return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
  }

  @Override
  public void close() throws IOException {
    for (LinesFile file : files) {
      file.close();
    }
  }
}
