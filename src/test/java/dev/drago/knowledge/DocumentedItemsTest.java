package dev.drago.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.catalog.Item;
import dev.drago.index.Filter;
import dev.drago.index.IndexView;
import dev.drago.recommend.Sql;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Items found by what documents say of them. */
class DocumentedItemsTest {

  @TempDir Path folder;

  private static List<String> found(Library library, String words) {
    try (IndexView view = library.itemIndex.view()) {
      return view.keyword(words, 10, Filter.everything()).stream()
          .map(hit -> library.catalog.snapshot().item(hit.ordinal()).id())
          .toList();
    }
  }

  @Test
  void anItemIsFoundByADocumentAboutItAsLongAsThereIsOne() {
    try (Library library = new Library(folder, Optional.empty()).items("alien", "heat")) {
      assertThat(found(library, "Switzerland")).isEmpty();
      library.knowledge.put(Library.about("alien", "d", "Its painter came from Switzerland."));
      assertThat(found(library, "Switzerland")).containsExactly("alien");
      library.knowledge.put(Library.about("heat", "d", "Its painter came from Switzerland."));
      assertThat(found(library, "Switzerland")).containsExactly("heat");
      library.knowledge.delete("d");
      assertThat(found(library, "Switzerland")).isEmpty();
      assertThat(library.catalog.snapshot().item(0).text()).as("the item is as it was").isEmpty();
    }
  }

  @Test
  void aDocumentOfABulkLoadIsFoundOnceItIsTakenIn() {
    try (Library library = new Library(folder, Optional.empty()).items("alien", "heat")) {
      library.knowledge.store(Library.about("alien", "d", "Its painter came from Switzerland."));
      library.knowledge.catchUp(done -> {});
      assertThat(found(library, "Switzerland")).containsExactly("alien");
      library.knowledge.store(Library.about("heat", "d", "Its painter came from Switzerland."));
      assertThat(found(library, "Switzerland")).isEmpty();
      library.knowledge.catchUp(done -> {});
      assertThat(found(library, "Switzerland")).containsExactly("heat");
    }
  }

  @Test
  void documentsBeyondWhatIsKeptAreNotEvenRead() {
    try (Library library = new Library(folder, Optional.empty()).items("alien")) {
      library.knowledge.put(Library.about("alien", "first", "x".repeat(5_000)));
      library.knowledge.put(Library.about("alien", "second", "The end."));
      Sql.execute(folder.resolve("drago.db"), "UPDATE document SET body = '{' WHERE id = 'second'");
      Item item = new Item("alien", "Alien", "", Map.of());
      assertThat(new DocumentedItems(library.documents).apply(item).text()).hasSize(4_000);
    }
  }

  @Test
  void theirOwnTextComesFirstAndTheWholeIsNotLongerThanATextMayBe() {
    try (Library library = new Library(folder, Optional.empty()).items("alien")) {
      library.knowledge.put(Library.about("alien", "d", "🎬".repeat(9_000) + " the end."));
      Item item = new Item("alien", "Alien", "x".repeat(Item.MAX_TEXT - 101), Map.of());
      Item documented = new DocumentedItems(library.documents).apply(item);
      assertThat(documented.text()).startsWith(item.text()).hasSizeLessThanOrEqualTo(Item.MAX_TEXT);
      assertThat(documented.text().codePoints()).doesNotContain(0xD83C);
    }
  }
}
