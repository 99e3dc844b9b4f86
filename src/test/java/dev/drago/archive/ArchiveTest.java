package dev.drago.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.Item;
import dev.drago.document.Document;
import dev.drago.document.DocumentFormat;
import dev.drago.interaction.Interaction;
import dev.drago.interaction.UserPreferences;
import dev.drago.store.Database;
import dev.drago.store.DocumentRepository;
import dev.drago.store.InteractionRepository;
import dev.drago.store.ItemRepository;
import dev.drago.store.OddItems;
import dev.drago.store.SessionRepository;
import dev.drago.store.StoreLocation;
import dev.drago.store.TemporaryFolder;
import dev.drago.store.TestStore;
import dev.drago.store.UserRepository;
import dev.drago.store.WholeStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/** Random stores through files and back. */
class ArchiveTest {

  private static final List<String> IDS = List.of("a", "A", "ä", "b'", "%", "\"", "👩‍🚀", "\\7");

  private Path folder = Path.of("");

  @BeforeTry
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory("drago-archive");
  }

  @AfterTry
  void deleteFolder() throws IOException {
    TemporaryFolder.delete(folder);
  }

  @Property(tries = 8, shrinking = ShrinkingMode.OFF)
  void whatIsReadBackIsWrittenToTheSameBytesByEitherDatabase(@ForAll long seed) throws IOException {
    StoreLocation first = TestStore.SQLITE.fresh(folder.resolve("first"));
    fill(first, new Random(seed));
    Map<String, String> written = export(first, "export-1");

    StoreLocation second = TestStore.POSTGRESQL.fresh(folder);
    restore("export-1", second);
    assertThat(export(second, "export-2")).isEqualTo(written);

    StoreLocation third = TestStore.SQLITE.fresh(folder.resolve("third"));
    restore("export-2", third);
    assertThat(export(third, "export-3")).isEqualTo(written);
    requireAlike(first, third);
    requireAlike(first, second);
  }

  @Example
  void anExportIsThereAsAWholeOrNotAtAll() throws IOException {
    StoreLocation location = TestStore.SQLITE.fresh(folder.resolve("store"));
    fill(location, new Random(1));
    Path target = folder.resolve("export");
    try (Database database = Database.open(location)) {
      assertThatThrownBy(
              () ->
                  ArchiveWriter.write(
                      target,
                      new WholeStore(database),
                      folder.resolve("none"),
                      "test",
                      List.of(),
                      rows -> {
                        throw new IllegalStateException("power cut");
                      }))
          .hasMessage("power cut");
    }
    assertThat(names(folder)).containsExactly("store");
    Files.createDirectory(target);
    export(location, "export"); // an empty folder is as good as none
    assertThatThrownBy(() -> export(location, "export"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the folder %s is not empty", target);
  }

  @Example
  void aFileThatIsNotAsItWasWrittenIsNamedAndNothingIsRestored() throws IOException {
    StoreLocation location = TestStore.SQLITE.fresh(folder.resolve("store"));
    fill(location, new Random(2));
    export(location, "export");
    Path export = folder.resolve("export");
    for (String name : names(export)) {
      Path file = export.resolve(name);
      byte[] intact = Files.readAllBytes(file);
      byte[] damaged = intact.clone();
      damaged[damaged.length / 2] ^= 1;
      Files.write(file, damaged);
      assertThatThrownBy(() -> Archive.open(export))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("the export %s cannot be read: ", export)
          .message()
          .as(name)
          .doesNotContain("\n");
      Files.delete(file);
      if (!name.equals(ArchiveManifest.NAME)) {
        assertThatThrownBy(() -> Archive.open(export)).hasMessageContaining(name + " is missing");
      }
      Files.write(file, intact);
    }
    Archive.open(export);
  }

  @Example
  void aLineThatNoExportHasEndsTheRestoringAndLeavesTheStoreEmpty() throws IOException {
    StoreLocation location = TestStore.SQLITE.fresh(folder.resolve("store"));
    fill(location, new Random(3));
    export(location, "export");
    Path sessions = folder.resolve("export").resolve(ArchiveFiles.SESSIONS);
    Archive archive = Archive.open(folder.resolve("export"));
    Files.writeString(sessions, "{\"id\":\"s\"}\n"); // after it was checked
    try (Database database = Database.open(TestStore.SQLITE.fresh(folder.resolve("other")))) {
      WholeStore store = new WholeStore(database);
      assertThatThrownBy(() -> archive.restore(store, rows -> {}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll(ArchiveFiles.SESSIONS, "line 1", "touched");
      assertThat(store.isEmpty()).isTrue();
      assertThat(new ItemRepository(database).schema().isEmpty()).isTrue();
    }
  }

  private static void fill(StoreLocation location, Random random) throws IOException {
    try (Database database = Database.open(location)) {
      ItemRepository items = new ItemRepository(database);
      List<Item> given = new ArrayList<>();
      IDS.forEach(id -> given.add(OddItems.item(id, random)));
      items.put(given, OddItems.SCHEMA);
      InteractionRepository log = new InteractionRepository(database);
      for (int call = 0; call < 5; call++) {
        log.append(IntStream.range(0, 10).mapToObj(i -> interaction(random)).toList());
      }
      items.delete(List.of(any(random), any(random)));
      UserRepository users = new UserRepository(database);
      users.put("nobody" + any(random), UserPreferences.NONE);
      users.put(
          any(random),
          new UserPreferences(
              Optional.of("es"), Optional.of("flag:true"), List.of("a"), List.of("\"")));
      users.erase(any(random));
      DocumentRepository documents = new DocumentRepository(database);
      for (int i = 0; i < 6; i++) {
        documents.put(
            new Document(
                "d" + random.nextInt(4),
                "Title",
                "Content " + random.nextInt() + "\n\"é\" 👩‍🚀",
                DocumentFormat.TEXT,
                random.nextBoolean() ? Optional.of(any(random)) : Optional.empty(),
                Optional.empty(),
                Optional.empty()));
      }
      documents.delete("d" + random.nextInt(4));
      SessionRepository sessions = new SessionRepository(database);
      for (String id : List.of("b", "B", "-", "_")) {
        sessions.add(
            new SessionRepository.Stored(
                id,
                random.nextBoolean() ? Optional.of(any(random)) : Optional.empty(),
                Instant.ofEpochMilli(random.nextInt()),
                "{\"said\": [\"\\u00e9 👩‍🚀\"] }"));
      }
      Files.writeString(fusion(database), "{\n \"weights\": %d }\n".formatted(random.nextInt()));
    }
  }

  private static String any(Random random) {
    return IDS.get(random.nextInt(IDS.size()));
  }

  private static Interaction interaction(Random random) {
    return new Interaction(
        any(random),
        any(random),
        random.nextBoolean() ? "view" : "like",
        random.nextBoolean() ? Optional.of(random.nextGaussian() * 1e-5) : Optional.empty(),
        random.nextInt(3) > 0 ? Optional.of(Instant.ofEpochMilli(time(random))) : Optional.empty(),
        random.nextBoolean() ? Optional.of("e" + random.nextInt(30)) : Optional.empty());
  }

  private static long time(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> Long.MIN_VALUE;
      case 1 -> Long.MAX_VALUE;
      default -> random.nextInt(5) * 1_000L + random.nextInt(2);
    };
  }

  private static Path fusion(Database database) {
    return database.location() instanceof StoreLocation.SqliteFile(var file)
        ? file.resolveSibling("fusion.json")
        : Path.of("no-such-file");
  }

  /** What an export consists of, by name. */
  private Map<String, String> export(StoreLocation location, String name) throws IOException {
    Path target = folder.resolve(name);
    try (Database database = Database.open(location)) {
      Path fusion =
          database.location() instanceof StoreLocation.SqliteFile
              ? fusion(database)
              : folder.resolve("restored-fusion.json");
      ArchiveWriter.write(
          target,
          new WholeStore(database),
          fusion,
          "test",
          List.of(new ArchiveManifest.Model("embedder", "e5", "0".repeat(64))),
          rows -> {});
    }
    Map<String, String> files = new TreeMap<>();
    for (String file : names(target)) {
      files.put(file, Files.readString(target.resolve(file)));
    }
    return files;
  }

  private void restore(String name, StoreLocation location) throws IOException {
    Archive archive = Archive.open(folder.resolve(name));
    try (Database database = Database.open(location)) {
      WholeStore store = new WholeStore(database);
      archive.restore(store, rows -> {});
      Path fusion =
          location instanceof StoreLocation.SqliteFile
              ? fusion(database)
              : folder.resolve("restored-fusion.json");
      assertThat(archive.restoreFusion(fusion)).isTrue();
      assertThatThrownBy(() -> archive.restore(store, rows -> {}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is not empty");
    }
  }

  /** As the repositories show them. */
  private static void requireAlike(StoreLocation one, StoreLocation other) {
    try (Database first = Database.open(one);
        Database second = Database.open(other)) {
      assertThat(shown(second)).isEqualTo(shown(first));
    }
  }

  private static List<Object> shown(Database database) {
    List<Object> shown = new ArrayList<>();
    ItemRepository items = new ItemRepository(database);
    items.changesAfter(-1, shown::add);
    InteractionRepository log = new InteractionRepository(database);
    shown.add(log.size());
    for (long count : log.counts(items.size())) {
      shown.add(count);
    }
    log.forEachHistory((user, history) -> shown.add(user + IntStream.of(history).boxed().toList()));
    new UserRepository(database)
        .page(-1, 100)
        .forEach(user -> shown.add(user.id() + user.preferences() + user.interactions()));
    DocumentRepository documents = new DocumentRepository(database);
    documents.page(-1, 100).stream()
        .map(listed -> listed.document())
        .sorted(Comparator.comparing(Document::id))
        .forEach(shown::add);
    for (String id : IDS) {
      shown.add(documents.about(id, Stream::toList));
    }
    shown.add(CatalogSchema.empty().merge(items.schema()));
    return shown;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
