package dev.drago.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.drago.inference.ChatModel;
import dev.drago.inference.Deadline;
import dev.drago.inference.TinyChat;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerbalizerTest {

  @TempDir static Path models;
  @TempDir Path folder;

  private static ChatModel model;
  private static ItemTitles titles;

  private final Profile profile = Profile.ofHistory(new int[] {0, 1});

  @BeforeAll
  static void load() {
    model = new TinyChat(models, List.of(), 4).open(new ChatModel.Options(1024, 4096, 1, 64));
    titles = new ItemTitles(model);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private double[] opinions(Verbalizer verbalizer, Shelf shelf, List<Integer> candidates) {
    return verbalizer.opinions(shelf.catalog(), profile, candidates, Deadline.none()).join();
  }

  /** Each place is read from both ends: which candidate was given first cannot matter. */
  @Test
  void whoIsGivenFirstHasNoAdvantage() {
    try (Shelf shelf = new Shelf(folder).add("a", "b", "c", "d", "e", "f", "g")) {
      Verbalizer verbalizer = new Verbalizer(titles);
      double[] forward = opinions(verbalizer, shelf, List.of(2, 3, 4, 5, 6));
      double[] backward = opinions(verbalizer, shelf, List.of(6, 5, 4, 3, 2));
      for (int i = 0; i < forward.length; i++) {
        assertThat(backward[backward.length - 1 - i]).isCloseTo(forward[i], within(0.05));
      }
      assertThat(DoubleStream.of(forward).sum()).isCloseTo(0, within(1e-6));
      assertThat(DoubleStream.of(forward).distinct().count()).isGreaterThan(1);
    }
  }

  @Test
  void moreOrdersAreTurnsOfTheList() {
    try (Shelf shelf = new Shelf(folder).add("a", "b", "c", "d", "e", "f")) {
      assertThat(opinions(new Verbalizer(titles, 4), shelf, List.of(2, 3, 4, 5))).hasSize(4);
    }
  }

  @Test
  void thereIsALetterForTwentyCandidatesAndNoMore() {
    try (Shelf shelf = new Shelf(folder)) {
      IntStream.range(0, 23).forEach(i -> shelf.add("item-" + i));
      Verbalizer verbalizer = new Verbalizer(titles);
      List<Integer> all = IntStream.range(2, 23).boxed().toList();
      assertThat(opinions(verbalizer, shelf, all.subList(0, 20))).hasSize(20);
      assertThatThrownBy(() -> opinions(verbalizer, shelf, all))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("21 candidates");
    }
  }
}
