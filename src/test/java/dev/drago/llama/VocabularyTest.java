package dev.drago.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drago.llama.TinyModels.Shape;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyTest {

  @TempDir static Path directory;

  private static LlamaModel items;
  private static LlamaModel encoder;

  @BeforeAll
  static void load() {
    LlamaLibrary library = LlamaLibrary.open(Optional.empty(), directory);
    List<String> ids = List.of("1", "22", "tt-0078748", "ü");
    Path file = TinyModels.sequenceModel(directory.resolve("items.gguf"), ids, 1);
    items = LlamaModel.load(library, file, ModelOptions.DEFAULT);
    file =
        TinyModels.encoder(Shape.SMALL, List.of("good", "bad", "film"), 1)
            .write(directory.resolve("encoder.gguf"));
    encoder = LlamaModel.load(library, file, ModelOptions.DEFAULT);
  }

  @AfterAll
  static void unload() {
    items.close();
    encoder.close();
  }

  @Test
  void itemTokensAreParsedAndGivenBack() {
    Vocabulary vocabulary = items.vocabulary();
    assertThat(vocabulary.size()).isEqualTo(32);
    int[] tokens = vocabulary.tokenize("<item:22><item:tt-0078748><item:ü>", false, false);
    assertThat(tokens).containsExactly(9, 10, 11);
    assertThat(vocabulary.text(10)).isEqualTo("<item:tt-0078748>");
    assertThat(new String(vocabulary.piece(11, false), StandardCharsets.UTF_8))
        .isEqualTo("<item:ü>");
  }

  @Test
  void controlTokensAreParsedOnlyWhenAsked() {
    Vocabulary vocabulary = items.vocabulary();
    assertThat(vocabulary.tokenize("<bos><item:1>", false, true)).containsExactly(1, 8);
    assertThat(vocabulary.tokenize("<bos><item:1>", false, false)).doesNotContain(1);
    assertThat(vocabulary.piece(1, false)).isEmpty();
    assertThat(vocabulary.piece(1, true)).isEqualTo("<bos>".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void specialTokensAreKnown() {
    assertThat(items.vocabulary().bos()).hasValue(1);
    assertThat(items.vocabulary().eos()).hasValue(2);
    assertThat(items.vocabulary().isEndOfGeneration(2)).isTrue();
    assertThat(items.vocabulary().isEndOfGeneration(8)).isFalse();
  }

  @Test
  void anEncoderFramesTheText() {
    Vocabulary vocabulary = encoder.vocabulary();
    assertThat(vocabulary.tokenize("Good film!", true, false)).containsExactly(2, 5, 7, 1, 3);
    assertThat(vocabulary.tokenize("good film", false, false)).containsExactly(5, 7);
    assertThat(vocabulary.tokenize("", true, false)).containsExactly(2, 3);
    assertThat(vocabulary.tokenize("", false, false)).isEmpty();
  }

  @Test
  void tokensOutOfRangeAreRefused() {
    for (int token : new int[] {-1, 32, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      assertThatThrownBy(() -> items.vocabulary().text(token))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessageContaining("vocabulary of 32");
      assertThatThrownBy(() -> items.vocabulary().piece(token, true))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> items.vocabulary().isEndOfGeneration(token))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a", " ", "\n", "=", "7", "ü", "ไ", "😀", "=\u1c89", "\0", "\ud800", "\u200b", "a b", "'",
        "\r\n"
      })
  void textOfOneThingOverAndOverIsTokenized(String thing) {
    String text = thing.repeat(100_000 / thing.getBytes(StandardCharsets.UTF_8).length);
    assertThat(items.vocabulary().tokenize(text + "<item:1>", false, false)).endsWith(8);
    assertThat(encoder.vocabulary().tokenize(text + " film", true, false)).endsWith(3);
  }

  @Test
  void textThatIsTooLongIsRefused() {
    String text = "ü".repeat(Vocabulary.MAX_TEXT_BYTES / 2 + 1);
    assertThatThrownBy(() -> encoder.vocabulary().tokenize(text, false, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 4194304");
  }

  @Test
  void anyTextAtAllIsTokenized() {
    Random random = new Random(11);
    for (int i = 0; i < 300; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(60); n > 0; n--) {
        int high = random.nextInt(4) == 0 ? 0x10000 : 0x180;
        text.append(
            random.nextBoolean()
                ? Character.toString(random.nextInt(high))
                : String.valueOf((char) random.nextInt(0x10000)));
      }
      assertThat(items.vocabulary().tokenize(text.toString(), true, true)).isNotNull();
      assertThat(encoder.vocabulary().tokenize(text.toString(), true, true)).startsWith(2);
    }
  }

  @Test
  void textIsTokenizedByManyThreadsAtOnce() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    List<int[]> wrong = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int i = 0; i < 300; i++) {
                      int[] tokens = items.vocabulary().tokenize("<item:22>", false, false);
                      if (tokens.length != 1 || tokens[0] != 9) {
                        synchronized (wrong) {
                          wrong.add(tokens);
                        }
                      }
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void onlyEndlessWordsAreCut() {
    assertThat(Runs.split("a b c")).containsExactly("a b c");
    String words = "some words, of any length; ".repeat(100);
    assertThat(Runs.split(words)).containsExactly(words);
    assertThat(Runs.split("x".repeat(1100)))
        .extracting(String::length)
        .containsExactly(512, 512, 76);
    assertThat(String.join("", Runs.split("😀".repeat(300)))).isEqualTo("😀".repeat(300));
    String sentences = "映画を見ました。".repeat(100);
    assertThat(Runs.split(sentences)).allMatch(part -> part.endsWith("た") || part.endsWith("。"));
    assertThat(String.join("", Runs.split(sentences))).isEqualTo(sentences);
  }
}
