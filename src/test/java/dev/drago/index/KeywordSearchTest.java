package dev.drago.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.catalog.AttributeValue.Keywords;
import dev.drago.index.IndexView.Hit;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeywordSearchTest {

  @TempDir Path folder;

  private Corpus corpus;

  @BeforeEach
  void fill() {
    corpus = new Corpus(folder);
    corpus.put(0, Corpus.item("0", "A quiet farm", "Far from the sea, a harbour of peace"));
    corpus.put(1, Corpus.item("1", "The Glass Harbour", "A lighthouse keeper and her brother"));
    corpus.put(2, Corpus.item("2", "Łódź by night", Map.of("genres", words("Film noir"))));
    corpus.put(3, Corpus.item("3", "שלום עולם", "مرحبا بالعالم"));
    corpus.put(4, Corpus.item("4", "👩‍🚀 in space", "東京タワー and the cafe\u0301"));
    corpus.put(5, Corpus.item("5", "Nothing else", "At all"));
  }

  @AfterEach
  void close() {
    corpus.close();
  }

  @Test
  void aTitleCountsMoreThanAText() {
    assertThat(found("harbour")).containsExactly(1, 0);
  }

  @ParameterizedTest
  @CsvSource({
    "HARBOURS, 1",
    "lighthouse, 1",
    "keepers, 1",
    "lodz, 2",
    "NOIR, 2",
    "שלום, 3",
    "مرحبا, 3",
    "👩‍🚀, 4",
    "東京, 4",
    "café, 4",
    "CAFE, 4",
  })
  void wordsAreFoundWithoutRegardToCaseAccentsOrNumberInAnyScript(String query, int ordinal) {
    assertThat(found(query)).isNotEmpty().first().isEqualTo(ordinal);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "!?", "\0", "\u202E", "\uD83D", "a:b", "(", "\"", "*", "~"})
  void textThatIsNoneFindsNothingAndBreaksNothing(String query) {
    assertThat(found(query)).isEmpty();
  }

  @Test
  void aNulInsideAQueryOnlyPartsWords() {
    assertThat(found("har\0bour glass\0")).containsExactly(1);
  }

  @Test
  void aQueryOfFiveThousandDifferentWordsIsAnswered() {
    StringBuilder query = new StringBuilder("lighthouse");
    IntStream.range(0, 5_000).forEach(i -> query.append(" w").append(i));
    assertThat(found(query.toString())).containsExactly(1);
  }

  @Test
  void aWordOfTenThousandLettersIsAnswered() {
    assertThat(found("x".repeat(10_000))).isEmpty();
  }

  @Test
  void aFilterHoldsForWordsToo() {
    try (IndexView view = corpus.index.view()) {
      assertThat(view.keyword("harbour", 10, corpus.index.filter("farm")))
          .extracting(Hit::ordinal)
          .containsExactly(0);
    }
  }

  @Test
  void hybridSearchFindsWhatWordsFindAndWhatVectorsFind() {
    float[] east = {1, 0};
    float[] north = {0, 1};
    corpus.put(1, Corpus.item("1", "The Glass Harbour", ""), north);
    corpus.put(5, Corpus.item("5", "Nothing else", ""), east);
    corpus.put(6, Corpus.item("6", "Harbour lights", ""), east);
    try (IndexView view = corpus.index.view()) {
      List<Hit> hits = view.hybrid("harbour", east, 10, Filter.everything());
      assertThat(hits).extracting(Hit::ordinal).contains(0, 1, 5, 6);
      assertThat(hits.getFirst().ordinal()).as("found both ways").isEqualTo(6);
      assertThat(hits).extracting(Hit::ordinal).doesNotHaveDuplicates().doesNotContain(2, 3, 4);
      assertThat(view.hybrid("zzz", east, 1, Filter.everything())).hasSize(1);
      assertThat(view.hybrid("harbour", east, 10, corpus.index.filter("id:6")))
          .extracting(Hit::ordinal)
          .containsExactly(6);
    }
  }

  private static Keywords words(String... values) {
    return new Keywords(List.of(values));
  }

  private List<Integer> found(String query) {
    try (IndexView view = corpus.index.view()) {
      return view.keyword(query, 10, Filter.everything()).stream().map(Hit::ordinal).toList();
    }
  }
}
