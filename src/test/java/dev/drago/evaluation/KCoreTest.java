package dev.drago.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KCoreTest {

  @Test
  void taking_out_an_item_can_take_out_a_user_and_so_another_item() {
    List<History> log =
        List.of(
            History.untimed("ann", 1, 2),
            History.untimed("bob", 1, 2),
            History.untimed("cyd", 3, 4), // 4 is there once: cyd keeps one item, and goes
            History.untimed("dan", 1, 2, 3)); // with cyd gone, 3 is there once

    List<History> core = KCore.of(log, 2);

    assertThat(core).extracting(History::user).containsExactly("ann", "bob", "dan");
    assertThat(core.getLast().items()).containsExactly(1, 2);
  }

  @Test
  void the_core_is_stable_and_its_counts_are_at_least_k() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    List<History> log = new ArrayList<>();
    for (int u = 0; u < 200; u++) {
      int[] items = random.ints(1 + random.nextInt(12), 0, 150).toArray();
      log.add(new History("user-" + u, items, random.longs(items.length, 0, 9).toArray()));
    }

    List<History> core = KCore.of(log, 4);

    Map<Integer, Integer> counts = new HashMap<>();
    for (History history : core) {
      assertThat(history.items()).hasSizeGreaterThanOrEqualTo(4);
      assertThat(history.times()).hasSameSizeAs(history.items());
      for (int item : history.items()) {
        counts.merge(item, 1, Integer::sum);
      }
    }
    assertThat(counts.values()).allMatch(count -> count >= 4);
    assertThat(KCore.of(core, 4)).isEqualTo(core);
  }

  @Test
  void a_log_without_a_core_is_empty() {
    assertThat(KCore.of(List.of(History.untimed("ann", 1, 2, 3)), 2)).isEmpty();
  }
}
