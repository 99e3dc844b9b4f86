package dev.drago.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drago.catalog.CatalogSchema;
import dev.drago.index.ItemIndex;
import dev.drago.ingest.ImportStatus.State;
import dev.drago.recommend.InteractionLog;
import dev.drago.recommend.LiveCatalog;
import dev.drago.scoring.ItemCounts;
import dev.drago.store.Database;
import dev.drago.store.EmbeddingRepository;
import dev.drago.store.HeldWrites;
import dev.drago.store.InteractionRepository;
import dev.drago.store.ItemRepository;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports with a store whose writes can be held up, so that one is under way for as long. */
class ImportsTest {

  /** More than one batch, so that it is looked whether to go on. */
  private static final int ITEMS = 20_000;

  @TempDir Path folder;

  private Database database;
  private ItemIndex index;
  private LiveCatalog catalog;
  private Imports imports;
  private final List<HeldWrites> held = new ArrayList<>();

  @BeforeEach
  void open() {
    database = Database.open(folder.resolve("store.db"));
    ItemRepository items = new ItemRepository(database);
    AtomicReference<CatalogSchema> schema = new AtomicReference<>(items.schema());
    index = ItemIndex.open(folder.resolve("index"), schema::get, "test", ItemIndex.EXACT_BELOW);
    catalog =
        new LiveCatalog(
            items, index, Optional.empty(), new EmbeddingRepository(database, "test"), schema);
    imports = new Imports(folder.resolve(".uploads"), catalog, log());
  }

  private InteractionLog log() {
    return new InteractionLog(
        new InteractionRepository(database), catalog::snapshot, new ItemCounts(new long[0]));
  }

  @AfterEach
  void close() {
    held.forEach(HeldWrites::release);
    imports.close();
    index.close();
    database.close();
  }

  private void hold() throws InterruptedException {
    held.add(HeldWrites.of(database));
  }

  private static String csv(int items) {
    return IntStream.range(0, items)
        .mapToObj(i -> "item-%d,Item %d\n".formatted(i, i))
        .collect(Collectors.joining("", "id,title\n", ""));
  }

  private ImportStatus start(String name, String content) throws IOException {
    Upload upload = imports.receive();
    write(upload, name, content);
    return imports.start(upload);
  }

  private static void write(Upload upload, String name, String content) throws IOException {
    try (OutputStream out = upload.create(name)) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
  }

  private ImportStatus ended(ImportStatus started) {
    return await()
        .until(
            () -> imports.find(started.importId()).orElseThrow(), status -> status.state().isEnd());
  }

  @Test
  void oneThatIsCancelledKeepsWhatItHadStoredAndItsFilesAreGone() throws Exception {
    hold();
    ImportStatus started = start("items.csv", csv(ITEMS));
    assertThatThrownBy(imports::receive)
        .isInstanceOf(ImportUnderWayException.class)
        .hasMessageContaining(started.importId());
    assertThat(imports.cancel(started.importId())).isTrue();
    held.forEach(HeldWrites::release);

    ImportStatus ended = ended(started);
    assertThat(ended.state()).isEqualTo(State.CANCELLED);
    assertThat(ended.detail()).hasValueSatisfying(why -> assertThat(why).contains("stays"));
    assertThat(ended.counts().created())
        .isEqualTo(catalog.snapshot().liveCount())
        .isLessThan(ITEMS);
    assertThat(folder.resolve(".uploads").resolve("files")).doesNotExist();
    assertThat(imports.cancel(started.importId())).isFalse();
    assertThat(ended(start("items.csv", csv(10))).state()).isEqualTo(State.DONE);
  }

  @Test
  void closingEndsTheOneUnderWay() throws Exception {
    hold();
    ImportStatus started = start("items.csv", csv(ITEMS));
    Thread closing = Thread.ofPlatform().start(imports::close);
    await().until(() -> !closing.isAlive() || closing.getState() == Thread.State.WAITING);
    held.forEach(HeldWrites::release);
    closing.join();
    assertThat(imports.find(started.importId()).orElseThrow().state()).isEqualTo(State.CANCELLED);
  }

  @Test
  void onlyTheLastAreRememberedAndNothingAfterARestart() throws Exception {
    ImportStatus first = ended(start("items.csv", csv(1)));
    for (int i = 0; i < Imports.REMEMBERED; i++) {
      ended(start("items.csv", csv(1) + "too,many,fields\n"));
    }
    assertThat(imports.all()).hasSize(Imports.REMEMBERED);
    assertThat(imports.find(first.importId())).isEmpty();
    Path lists = folder.resolve(".uploads");
    assertThat(lists.toFile().list()).hasSize(Imports.REMEMBERED);

    Files.createDirectories(lists.resolve("files"));
    Files.writeString(lists.resolve("files").resolve("left.csv"), "of a process that was killed");
    Path mine = Files.writeString(lists.resolve("mine.csv"), "of a person");
    assertThat(new Imports(lists, catalog, log()).all()).isEmpty();
    assertThat(lists.toFile().list()).containsExactly(mine.getFileName().toString());
  }

  @Test
  void aUserWhoIsErasedIsForgottenAlsoByTheOneThatIsBeingRead() throws Exception {
    ended(start("items.csv", csv(1)));
    hold();
    ImportStatus started = start("log.csv", "user,item\nann,nothing\nbob,nothing\ncat,item-0\n");
    imports.forget("ann");
    held.forEach(HeldWrites::release);
    ImportStatus ended = ended(started);
    assertThat(ended.errors()).isEqualTo(2);
    assertThat(ended.firstErrors())
        .singleElement()
        .satisfies(error -> assertThat(error.message()).contains("bob"));
    assertThat(Files.readString(imports.errorList(started.importId()).orElseThrow()))
        .contains("bob")
        .doesNotContain("ann");
  }

  @Test
  void oneThatFailsSaysWhyWithoutPlacesOfThisMachineAndTheNextMayCome() throws Exception {
    hold();
    Upload upload = imports.receive();
    write(upload, "items.csv", csv(10));
    write(upload, "log.csv", "user,item\nann,item-1\n");
    ImportStatus started = imports.start(upload);
    Files.delete(folder.resolve(".uploads").resolve("files").resolve("log.csv"));
    held.forEach(HeldWrites::release);
    ImportStatus ended = ended(started);
    assertThat(ended.state()).isEqualTo(State.FAILED);
    assertThat(ended.detail().orElse(""))
        .startsWith("the files could not be read")
        .doesNotContain("null", folder.toString());
    assertThat(ended.counts().created()).isEqualTo(10);
    assertThat(ended(start("items.csv", csv(10))).state()).isEqualTo(State.DONE);
  }
}
