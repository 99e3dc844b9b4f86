package dev.drago.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beam search against scoring every title by the forward pass written out in Java. */
class TitleBeamTest {

  private static final List<String> TITLES =
      List.of(
          "Alien",
          "Aliens",
          "Alien 3",
          "Heat",
          "Heathers",
          "The Fly (1958)",
          "The Fly (1986)",
          "The Thing",
          "Amélie",
          "Z",
          "Seven Samurai",
          "Up");

  private static final List<ChatMessage> QUESTION =
      List.of(ChatMessage.system("Name a film."), ChatMessage.user("Which?"));

  @TempDir static Path directory;

  private static TinyChat tiny;

  @BeforeAll
  static void write() {
    tiny = new TinyChat(directory, List.of("x"), 5);
  }

  @Test
  void withEnoughBeamsItFindsTheBestTitlesOfAll() {
    try (ChatModel model = tiny.open()) {
      List<NamedItem> best =
          model
              .nameItems(QUESTION, trie(model), all(), ChatModel.MAX_BEAMS, 5, Deadline.none())
              .join();

      double[] scores = bruteForce(model);
      double[] expected =
          IntStream.range(0, scores.length)
              .mapToDouble(i -> -scores[i])
              .sorted()
              .map(s -> -s)
              .limit(5)
              .toArray();
      assertThat(best).hasSize(5);
      for (int i = 0; i < 5; i++) {
        assertThat(best.get(i).score())
            .isCloseTo(scores[best.get(i).item()], within(10 * TinyChat.TOLERANCE));
        assertThat(best.get(i).score()).isCloseTo(expected[i], within(10 * TinyChat.TOLERANCE));
      }
    }
  }

  @Test
  void itNamesWhatIsAllowedAndNothingElse() {
    try (ChatModel model = tiny.open()) {
      ItemTrie trie = trie(model);
      long seed = new Random().nextLong();
      Random random = new Random(seed);
      for (int run = 0; run < 20; run++) {
        BitSet allowed = new BitSet();
        IntStream.range(0, TITLES.size()).filter(i -> random.nextBoolean()).forEach(allowed::set);
        List<NamedItem> named =
            model
                .nameItems(QUESTION, trie, allowed, 1 + random.nextInt(16), 12, Deadline.none())
                .join();
        assertThat(named).as("seed %d", seed).allMatch(n -> allowed.get(n.item()));
        assertThat(named).extracting(NamedItem::item).doesNotHaveDuplicates();
        assertThat(named)
            .isSortedAccordingTo(Comparator.comparingDouble((NamedItem n) -> -n.score()));
        assertThat(named.isEmpty()).isEqualTo(allowed.isEmpty());
      }
    }
  }

  @Test
  void oneBeamIsGreedyAndStillEndsAtATitle() {
    try (ChatModel model = tiny.open()) {
      List<NamedItem> named =
          model.nameItems(QUESTION, trie(model), all(), 1, 1, Deadline.none()).join();
      assertThat(named).hasSize(1);
    }
  }

  @Test
  void beamsBesideTextsAndOtherBeamsSayTheSame() {
    try (ChatModel model = tiny.open()) {
      ItemTrie trie = trie(model);
      List<NamedItem> alone = model.nameItems(QUESTION, trie, all(), 8, 4, Deadline.none()).join();
      List<CompletableFuture<Generated>> texts = new ArrayList<>();
      List<CompletableFuture<List<NamedItem>>> beams = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        texts.add(
            model.generate(
                GenerationRequest.greedy(
                    List.of(ChatMessage.user("text " + i)), 30, Deadline.none())));
        beams.add(model.nameItems(QUESTION, trie, all(), 8, 4, Deadline.none()));
      }
      for (CompletableFuture<List<NamedItem>> beam : beams) {
        List<NamedItem> named = beam.join();
        assertThat(named).hasSameSizeAs(alone);
        for (int i = 0; i < named.size(); i++) {
          assertThat(named.get(i).score())
              .isCloseTo(alone.get(i).score(), within(10 * TinyChat.TOLERANCE));
        }
      }
      texts.forEach(CompletableFuture::join);
    }
  }

  /** More than there are sequences for at once, again and again: none is lost and none too many. */
  @Test
  void manyWideSearchesAtOnceWaitForEachOther() {
    try (ChatModel model = tiny.open()) {
      ItemTrie trie = trie(model);
      for (int round = 0; round < 5; round++) {
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
          all.add(model.nameItems(QUESTION, trie, all(), 16, 12, Deadline.none()));
          all.add(
              model.logProbabilities(
                  QUESTION, TITLES.stream().map(model::answerPath).toList(), Deadline.none()));
          all.add(
              model.generate(
                  GenerationRequest.greedy(
                      List.of(ChatMessage.user(round + " " + i)), 5, Deadline.none())));
        }
        all.get(3).cancel(false);
        for (int i = 0; i < all.size(); i++) {
          if (i != 3) {
            assertThat(all.get(i)).succeedsWithin(Duration.ofSeconds(60));
          }
        }
      }
    }
  }

  @Test
  void theProbabilitiesOfGivenAnswersAreTheReferences() {
    try (ChatModel model = tiny.open()) {
      List<int[]> paths = new ArrayList<>();
      TITLES.forEach(title -> paths.add(model.answerPath(title)));
      TITLES.forEach(title -> paths.add(new int[] {title.charAt(0)}));
      double[] said = model.logProbabilities(QUESTION, paths, Deadline.none()).join();
      int[] prompt = TinyChat.prompt(QUESTION);
      for (int i = 0; i < said.length; i++) {
        assertThat(said[i])
            .isCloseTo(tiny.logProbability(prompt, paths.get(i)), within(10 * TinyChat.TOLERANCE));
      }
    }
  }

  @Test
  void aDeadlineThatHasPassedIsSaid() {
    try (ChatModel model = tiny.open()) {
      assertThat(
              model.nameItems(QUESTION, trie(model), all(), 4, 4, Deadline.in(Duration.ofNanos(1))))
          .failsWithin(Duration.ofSeconds(5))
          .withThrowableThat()
          .withCauseInstanceOf(TimeoutException.class);
    }
  }

  @Test
  void noBeamsOrTooManyAreRefused() {
    try (ChatModel model = tiny.open()) {
      for (int beams : new int[] {0, ChatModel.MAX_BEAMS + 1}) {
        assertThatThrownBy(
                () -> model.nameItems(QUESTION, trie(model), all(), beams, 1, Deadline.none()))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("beams");
      }
    }
  }

  private static double[] bruteForce(ChatModel model) {
    int[] prompt = TinyChat.prompt(QUESTION);
    return TITLES.stream()
        .mapToDouble(title -> tiny.logProbability(prompt, model.answerPath(title)))
        .toArray();
  }

  private static BitSet all() {
    BitSet all = new BitSet();
    all.set(0, TITLES.size());
    return all;
  }

  private static ItemTrie trie(ChatModel model) {
    Map<Integer, int[]> paths = new TreeMap<>();
    for (int i = 0; i < TITLES.size(); i++) {
      paths.put(i, model.answerPath(TITLES.get(i)));
    }
    return ItemTrie.of(paths);
  }
}
