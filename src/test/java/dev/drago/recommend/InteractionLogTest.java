package dev.drago.recommend;

import static dev.drago.store.InteractionRepository.Outcome.DUPLICATE;
import static dev.drago.store.InteractionRepository.Outcome.STORED;
import static dev.drago.store.InteractionRepository.Outcome.UNKNOWN_ITEM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.interaction.Interaction;
import dev.drago.scoring.ItemCounts;
import dev.drago.store.InteractionRepository;
import dev.drago.store.InteractionRepository.Size;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Thirty items with the ids "i0" to "i29", each at the ordinal of its number. */
@Timeout(60)
class InteractionLogTest {

  @TempDir Path folder;

  private Spine spine;
  private ItemCounts counts;
  private InteractionLog log;

  @BeforeEach
  void open() {
    spine = new Spine(folder, Optional.empty());
    spine.catalog.put(Spine.items(0, 30), spine.catalog.schema());
    InteractionRepository repository = new InteractionRepository(spine.database);
    counts = new ItemCounts(repository.counts(spine.catalog.snapshot().size()));
    log = new InteractionLog(repository, spine.catalog::snapshot, counts);
  }

  @AfterEach
  void close() {
    spine.close();
  }

  @Test
  void anInteractionIsInTheNextHistory() {
    assertThat(log.history("u")).isEmpty();
    log.append(List.of(of("u", 3)));
    assertThat(log.history("u")).containsExactly(3);
    log.append(List.of(of("u", 4), of("v", 5)));
    assertThat(log.history("u")).containsExactly(3, 4);
    assertThat(log.history("v")).containsExactly(5);
  }

  @Test
  void aLateInteractionOfAnEarlierTimeTakesItsPlaceInTheHistory() {
    log.append(List.of(at(1, 100), at(2, 300)));
    assertThat(log.history("u")).containsExactly(1, 2);
    log.append(List.of(at(3, 200)));
    assertThat(log.history("u")).containsExactly(1, 3, 2);
  }

  @Test
  void onlyWhatIsStoredCounts() {
    Interaction event =
        new Interaction("u", "i1", "view", Optional.empty(), Optional.empty(), Optional.of("e"));
    assertThat(log.append(List.of(event, event, Interaction.of("u", "nosuch"), of("u", 2))))
        .containsExactly(STORED, DUPLICATE, UNKNOWN_ITEM, STORED);
    assertThat(log.append(List.of(event))).containsExactly(DUPLICATE);
    assertThat(log.history("u")).containsExactly(1, 2);
    assertThat(counts.count(1)).isOne();
    assertThat(counts.total()).isEqualTo(2);
    assertThat(log.size()).isEqualTo(new Size(2, 1));
  }

  @Test
  void anItemAddedAMomentAgoCanBeTouchedAndCounts() {
    spine.put(Spine.item(77, "new"));
    log.append(List.of(of("u", 77)));
    assertThat(log.history("u")).containsExactly(30);
    assertThat(counts.count(30)).isOne();
  }

  @Test
  void aHistoryHoldsTheNewestTenThousand() {
    List<Interaction> many = new ArrayList<>();
    many.add(of("u", 29));
    many.addAll(Collections.nCopies(InteractionLog.MAX_HISTORY - 1, of("u", 1)));
    many.add(of("u", 2));
    log.append(many);
    assertThat(log.history("u")).hasSize(InteractionLog.MAX_HISTORY).startsWith(1).endsWith(1, 2);
  }

  @Test
  void everyWriterReadsItsWritesWhileOthersReadTheSameHistories() throws Exception {
    long seed = 23;
    int users = 3;
    int rounds = 60;
    AtomicBoolean done = new AtomicBoolean();
    try (var threads = Executors.newFixedThreadPool(2 * users)) {
      List<Future<Boolean>> readers = new ArrayList<>();
      for (int r = 0; r < users; r++) {
        String user = "u" + r;
        readers.add(threads.submit(() -> readWhileGrowing(user, done)));
      }
      List<Callable<Boolean>> writers = new ArrayList<>();
      for (int w = 0; w < users; w++) {
        String user = "u" + w;
        Random random = new Random(seed + w);
        writers.add(() -> write(user, rounds, random));
      }
      for (Future<Boolean> writer : threads.invokeAll(writers)) {
        assertThat(writer.get()).as("seed %d", seed).isTrue();
      }
      done.set(true);
      for (Future<Boolean> reader : readers) {
        assertThat(reader.get()).isTrue();
      }
    }
    assertThat(counts.total()).isEqualTo(log.size().interactions());
    long[] stored = new InteractionRepository(spine.database).counts(30);
    assertThat(IntStream.range(0, 30).mapToLong(counts::count).toArray()).isEqualTo(stored);
  }

  private boolean write(String user, int rounds, Random random) {
    List<Integer> mine = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      List<Interaction> batch = new ArrayList<>();
      for (int j = random.nextInt(3); j >= 0; j--) {
        int item = random.nextInt(30);
        batch.add(of(user, item));
        mine.add(item);
      }
      assertThat(log.append(batch)).containsOnly(STORED);
      assertThat(IntStream.of(log.history(user)).boxed()).isEqualTo(mine);
    }
    return true;
  }

  /** A history only grows at its end, and never loses what was seen in it. */
  private boolean readWhileGrowing(String user, AtomicBoolean done) {
    int[] before = {};
    while (!done.get()) {
      int[] now = log.history(user);
      assertThat(Arrays.copyOf(now, before.length)).isEqualTo(before);
      before = now;
    }
    return true;
  }

  private static Interaction of(String user, int item) {
    return Interaction.of(user, "i" + item);
  }

  private static Interaction at(int item, long millis) {
    return new Interaction(
        "u",
        "i" + item,
        "view",
        Optional.empty(),
        Optional.of(Instant.ofEpochMilli(millis)),
        Optional.empty());
  }
}
