package dev.drago.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drago.llama.InvalidModelException;
import dev.drago.llama.LlamaLibrary;
import dev.drago.llama.LlamaModel;
import dev.drago.llama.ModelOptions;
import dev.drago.llama.TinyModels;
import dev.drago.llama.TinyModels.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ItemTokensTest {

  /** Ids as catalogues have them: with what would end a token, non-ASCII, and out of any order. */
  private static final List<String> IDS =
      List.of(
          "zeta",
          "1",
          "a>b",
          "tt:0078748",
          "<item:1>",
          "Amélie",
          "映画-7",
          "🍿",
          "a/b?c=d&e",
          "<bos>");

  @TempDir static Path directory;

  private static LlamaLibrary library;
  private static Path file;

  @BeforeAll
  static void write() {
    library = LlamaLibrary.open(Optional.empty(), directory);
    file = TinyModels.sequenceModel(directory.resolve("odd.gguf"), IDS, 1);
  }

  @Test
  void theItemsOfAVocabularyAreNumberedInTheOrderOfTheirTokens() {
    try (LlamaModel model = LlamaModel.load(library, file, ModelOptions.DEFAULT)) {
      ItemTokens items = ItemTokens.in(model.vocabulary());

      assertThat(items.size()).isEqualTo(IDS.size());
      assertThat(items.ids()).isEqualTo(IDS);
      for (int slot = 0; slot < IDS.size(); slot++) {
        String id = IDS.get(slot);
        assertThat(items.slot(id)).isEqualTo(OptionalInt.of(slot));
        assertThat(items.token(slot)).isEqualTo(TinyModels.FIRST_ITEM + slot);
        assertThat(model.vocabulary().text(items.token(slot))).isEqualTo("<item:" + id + ">");
      }
    }
  }

  @Test
  void theTrieHoldsEveryItemAsAPathOfLengthOne() {
    try (LlamaModel model = LlamaModel.load(library, file, ModelOptions.DEFAULT)) {
      ItemTokens items = ItemTokens.in(model.vocabulary());
      ItemTrie trie = items.trie();

      assertThat(trie.size()).isEqualTo(1 + IDS.size());
      for (int slot = 0; slot < IDS.size(); slot++) {
        int node = trie.child(ItemTrie.ROOT, items.token(slot)).orElseThrow();
        assertThat(trie.item(node)).hasValue(slot);
      }
    }
  }

  @Test
  void aHeaderAndAVocabularyNameTheSameItems() {
    try (LlamaModel model = LlamaModel.load(library, file, ModelOptions.DEFAULT)) {
      List<String> tokens = model.header().strings("tokenizer.ggml.tokens").orElseThrow();

      assertThat(ItemTokens.ids(tokens)).isEqualTo(ItemTokens.in(model.vocabulary()).ids());
    }
  }

  @Test
  void whatOnlyLooksLikeAnItemTokenIsNone() {
    assertThat(
            ItemTokens.ids(
                List.of("<item:1", "item:2>", " <item:3>", "<Item:4>", "<items:5>", "<item>", ">")))
        .isEmpty();
    assertThat(ItemTokens.ids(List.of("<item: 6>"))).containsExactly(" 6");
  }

  @Test
  void anIdThatNoTokenNamesHasNoSlot() {
    try (LlamaModel model = LlamaModel.load(library, file, ModelOptions.DEFAULT)) {
      ItemTokens items = ItemTokens.in(model.vocabulary());

      assertThat(items.slot("2")).isEmpty();
      assertThat(items.slot("")).isEmpty();
      assertThat(items.slot("ZETA")).isEmpty();
    }
  }

  @Test
  void aFileThatLostHalfOfItsItemTokensIsRefusedByName() {
    Path cut = directory.resolve("cut.gguf");
    TinyModels.Tiny half = TinyModels.sequence(Shape.SMALL, IDS.subList(0, 3), 1);
    half.writer().whole("drago.item_count", 6);
    half.write(cut);
    try (LlamaModel model = LlamaModel.load(library, cut, ModelOptions.DEFAULT)) {
      assertThatThrownBy(() -> ItemTokens.of(model))
          .isInstanceOf(InvalidModelException.class)
          .hasMessageContaining("cut.gguf")
          .hasMessageContaining("6 items have a token, and its vocabulary has tokens of 3");
    }
  }

  @Test
  void aFileWithAllOfThemIsTaken() {
    Path whole = directory.resolve("whole.gguf");
    TinyModels.Tiny all = TinyModels.sequence(Shape.SMALL, IDS, 1);
    all.writer().whole("drago.item_count", IDS.size());
    all.write(whole);
    try (LlamaModel model = LlamaModel.load(library, whole, ModelOptions.DEFAULT)) {
      assertThat(ItemTokens.of(model).ids()).isEqualTo(IDS);
    }
  }
}
