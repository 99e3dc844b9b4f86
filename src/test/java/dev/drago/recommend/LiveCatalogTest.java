package dev.drago.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.catalog.AttributeValue.Numeric;
import dev.drago.catalog.Item;
import dev.drago.recommend.LiveCatalog.Page;
import dev.drago.store.ItemRepository.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Writes and reads of a catalogue in service, without an embedder. */
@Timeout(60)
class LiveCatalogTest {

  @TempDir Path folder;

  private Spine spine;

  @BeforeEach
  void open() {
    spine = new Spine(folder, Optional.empty());
  }

  @AfterEach
  void close() {
    spine.close();
  }

  @Test
  void aPutIsSeenAtOnceInSnapshotIndexAndSchema() {
    Item item = new Item("a", "Glass", "", Map.of("year", new Numeric(1994)));
    assertThat(spine.put(item).outcomes()).containsExactly(Outcome.CREATED);
    assertThat(spine.catalog.snapshot().ordinal("a")).isEqualTo(OptionalInt.of(0));
    assertThat(spine.catalog.snapshot().item(0)).isEqualTo(item);
    assertThat(spine.matching("year:1994 AND glass")).containsExactly(0);
    Item changed = new Item("a", "Stone", "", Map.of("year", new Numeric(1995)));
    spine.put(changed);
    assertThat(spine.catalog.snapshot().item(0)).isEqualTo(changed);
    assertThat(spine.matching("year:1994 OR glass")).isEmpty();
    spine.requireAgreement();
  }

  @Test
  void aDeletedItemIsGoneAtOnceAndCanComeBack() {
    spine.put(Spine.item(0, "good"), Spine.item(1, "bad"));
    assertThat(spine.catalog.delete("i0")).isTrue();
    assertThat(spine.catalog.delete("i0")).isFalse();
    assertThat(spine.catalog.delete("nosuch")).isFalse();
    assertThat(spine.catalog.snapshot().ordinal("i0")).isEmpty();
    assertThat(spine.matching("*:*")).containsExactly(1);
    spine.requireAgreement();
    spine.put(Spine.item(0, "good again"));
    assertThat(spine.catalog.snapshot().ordinal("i0")).hasValue(0);
    spine.requireAgreement();
  }

  @Test
  void anEmptyCatalogueIsCaughtUpAndStaysSo() {
    assertThat(spine.catalog.behind()).isZero();
    spine.put(Spine.item(0, "good"));
    spine.requireAgreement();
    close();
    open();
    spine.requireAgreement();
  }

  @Test
  void pagesCoverTheCatalogueOnceInOrderWithGapsAndFilters() {
    for (int i = 0; i < 50; i++) {
      spine.put(new Item("i" + i, "Item", "", Map.of("odd", new Numeric(i % 2))));
    }
    List.of("i0", "i13", "i20", "i49").forEach(spine.catalog::delete);
    for (int limit : new int[] {1, 7, 23, 46, 47, 500}) {
      assertThat(pages(limit, Optional.empty())).hasSize(46).doesNotHaveDuplicates().isSorted();
      assertThat(pages(limit, Optional.of("odd:1"))).hasSize(23).allMatch(o -> o % 2 == 1);
    }
    assertThat(spine.catalog.page(Long.MAX_VALUE, 5, Optional.empty()).items()).isEmpty();
    assertThat(spine.catalog.page(Long.MIN_VALUE, 5, Optional.empty()).items()).hasSize(5);
    assertThat(spine.catalog.page(-1, 5, Optional.of("odd:7")))
        .isEqualTo(new Page(List.of(), OptionalInt.empty()));
  }

  private List<Integer> pages(int limit, Optional<String> filter) {
    List<Integer> seen = new ArrayList<>();
    long after = -1;
    while (true) {
      Page page = spine.catalog.page(after, limit, filter);
      assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
      page.items().forEach(item -> seen.add(Integer.parseInt(item.id().substring(1))));
      if (page.next().isEmpty()) {
        return seen;
      }
      assertThat(page.items()).hasSize(limit);
      after = page.next().getAsInt();
    }
  }

  @Test
  void everyWriterSeesItsOwnWritesAndInTheEndAllAgree() throws Exception {
    long seed = 17;
    List<Callable<Boolean>> writers = new ArrayList<>();
    for (int w = 0; w < 4; w++) {
      Random random = new Random(seed + w);
      int first = 10 * w;
      writers.add(() -> write(first, random));
    }
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (Future<Boolean> writer : threads.invokeAll(writers)) {
        assertThat(writer.get()).as("seed %d", seed).isTrue();
      }
    }
    spine.requireAgreement();
  }

  private boolean write(int first, Random random) {
    for (int i = 0; i < 40; i++) {
      int n = first + random.nextInt(10);
      if (random.nextInt(4) == 0) {
        spine.catalog.delete("i" + n);
        assertThat(spine.catalog.snapshot().ordinal("i" + n)).isEmpty();
        assertThat(spine.matching("id:i" + n)).isEmpty();
      } else {
        Item item = Spine.item(n, "word" + i);
        spine.put(item);
        int ordinal = spine.catalog.snapshot().ordinal("i" + n).orElseThrow();
        assertThat(spine.catalog.snapshot().item(ordinal)).isEqualTo(item);
        assertThat(spine.matching("id:i" + n + " AND word" + i)).containsExactly(ordinal);
      }
    }
    return true;
  }
}
