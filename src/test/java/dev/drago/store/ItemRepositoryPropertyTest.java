package dev.drago.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.catalog.CatalogSnapshot.Change;
import dev.drago.catalog.Item;
import dev.drago.store.ItemRepository.Outcome;
import dev.drago.store.ItemRepository.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;

/** The store against maps, over random writes; jqwik prints the seed of a sequence that fails. */
class ItemRepositoryPropertyTest {

  private static final List<String> IDS = List.of("a", "A", "ä", "b'", "%", "👩‍🚀", "7");

  /** What the store should hold. */
  private static final class Model {
    final Map<String, Integer> ordinals = new HashMap<>();
    final Map<String, Item> live = new HashMap<>();
    final Map<String, Long> changed = new HashMap<>();
    long version;

    Outcome put(Item item) {
      Item old = live.put(item.id(), item);
      ordinals.putIfAbsent(item.id(), ordinals.size());
      if (!item.equals(old)) {
        changed.put(item.id(), version + 1);
      }
      return old == null ? Outcome.CREATED : item.equals(old) ? Outcome.UNCHANGED : Outcome.CHANGED;
    }

    Outcome delete(String id) {
      if (live.remove(id) == null) {
        return Outcome.ABSENT;
      }
      changed.put(id, version + 1);
      return Outcome.DELETED;
    }

    List<Change> changesAfter(long after) {
      return changed.entrySet().stream()
          .filter(entry -> entry.getValue() > after)
          .map(entry -> change(entry.getKey()))
          .sorted(java.util.Comparator.comparingInt(Change::ordinal))
          .toList();
    }

    private Change change(String id) {
      @Nullable Item item = live.get(id);
      return new Change(ordinals.getOrDefault(id, -1), id, item);
    }
  }

  @Property(tries = 15, shrinking = ShrinkingMode.OFF)
  void theStoreIsAsAMapWhoseKeysKeepTheirOrdinals(@ForAll long seed) throws IOException {
    compare(TestStore.SQLITE, seed);
  }

  @Property(tries = 15, shrinking = ShrinkingMode.OFF)
  void soItIsInPostgresql(@ForAll long seed) throws IOException {
    compare(TestStore.POSTGRESQL, seed);
  }

  private static void compare(TestStore store, long seed) throws IOException {
    Random random = new Random(seed);
    Path folder = Files.createTempDirectory("drago-items");
    StoreLocation file = store.fresh(folder);
    Model model = new Model();
    Database database = Database.open(file);
    try {
      for (int step = 0; step < 20; step++) {
        if (random.nextInt(8) == 0) {
          database.close();
          database = Database.open(file);
        }
        write(new ItemRepository(database), model, random);
        compare(new ItemRepository(database), model, random);
      }
    } finally {
      database.close();
      TemporaryFolder.delete(folder);
    }
  }

  private static void write(ItemRepository items, Model model, Random random) {
    Set<String> ids = new LinkedHashSet<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      ids.add(IDS.get(random.nextInt(IDS.size())));
    }
    Written written;
    List<Outcome> expected = new ArrayList<>();
    if (random.nextInt(3) == 0) {
      written = items.delete(List.copyOf(ids));
      ids.forEach(id -> expected.add(model.delete(id)));
    } else {
      List<Item> given = new ArrayList<>();
      for (String id : ids) {
        given.add(
            random.nextInt(3) == 0
                ? Optional.ofNullable(model.live.get(id)).orElse(OddItems.plain(id, id))
                : OddItems.item(id, random));
      }
      written = items.put(given, OddItems.SCHEMA);
      given.forEach(item -> expected.add(model.put(item)));
    }
    boolean changes =
        expected.stream().anyMatch(o -> o != Outcome.UNCHANGED && o != Outcome.ABSENT);
    model.version += changes ? 1 : 0;
    assertThat(written.outcomes()).isEqualTo(expected);
    assertThat(written.version()).isEqualTo(model.version);
    assertThat(written.changes())
        .containsExactlyInAnyOrderElementsOf(
            changes ? model.changesAfter(model.version - 1) : List.of());
  }

  private static void compare(ItemRepository items, Model model, Random random) {
    long after = random.nextLong(-1, model.version + 1);
    List<Change> found = new ArrayList<>();
    items.changesAfter(after, found::add);
    assertThat(found).isEqualTo(model.changesAfter(after));
    assertThat(items.countAfter(after)).isEqualTo(found.size());
    assertThat(items.version()).isEqualTo(model.version);
  }
}
