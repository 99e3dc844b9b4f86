package dev.drago.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drago.catalog.Item;
import dev.drago.evaluation.Case;
import dev.drago.evaluation.CaseScorer.Scores;
import dev.drago.evaluation.ServedRankers;
import dev.drago.scoring.Scorer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What evaluation measures is what is served, also with a scorer left out. */
class ServedRankersTest {

  private static final float[] SEQUENCE = {1, 5, 2, 4, 3, 9};
  private static final float[] SEMANTIC = {9, 1, 8, 2, 7, 1};

  @TempDir private Path folder = Path.of("");

  private final List<String> asked = new ArrayList<>();
  private Optional<SmallShop> opened = Optional.empty();

  @BeforeEach
  void open() {
    opened =
        Optional.of(
            new SmallShop(
                folder,
                Optional.empty(),
                List.of(fixed("sequence", SEQUENCE), fixed("semantic", SEMANTIC))));
    for (int i = 0; i < SEQUENCE.length; i++) {
      shop().put(new Item("item-" + i, "Item " + i, "", Map.of()));
    }
  }

  @AfterEach
  void close() {
    opened.ifPresent(SmallShop::close);
  }

  @Test
  void theFusionWithoutAScorerIsThatOfTheOthers() {
    Scores scores = ask("auto", "auto-without:sequence", "auto-without:semantic");

    assertThat(order(scores, "auto-without:sequence")).containsExactly(0, 2, 4, 3, 1);
    assertThat(order(scores, "auto-without:semantic")).containsExactly(1, 3, 4, 2, 0);
    assertThat(row(scores, "auto")).isNotEqualTo(row(scores, "auto-without:semantic"));
  }

  @Test
  void theOrderIsTheOneThatIsServed() {
    for (String strategy : List.of("auto", "sequence", "semantic")) {
      List<String> served = shop().ids(Ask.after("item-5").strategy(strategy).count(5));

      assertThat(Arrays.stream(order(ask(strategy), strategy)).mapToObj(o -> "item-" + o).toList())
          .isEqualTo(served);
    }
  }

  @Test
  void everyScorerWorksOnceACaseAndOneThatHasNoPartNotAtAll() {
    ask("sequence", "auto", "auto-without:sequence", "auto-without:semantic");
    assertThat(asked).containsExactly("sequence", "semantic");
    asked.clear();

    Scores scores = ask("semantic");
    assertThat(asked).containsExactly("semantic");
    assertThat(scores.nanos()).containsOnlyKeys("semantic");
  }

  @Test
  void aFusionOfOneScorerHasNothingToLeaveOut() {
    assertThat(ServedRankers.ablations(List.of("popularity"))).isEmpty();
    assertThat(ServedRankers.all(List.of("a", "b", "base"), List.of("a", "b")))
        .containsExactly("a", "b", "base", "auto", "auto-without:a", "auto-without:b");
  }

  @Test
  void aScorerThatFailsIsNamed() {
    try (SmallShop broken =
        new SmallShop(
            folder.resolve("broken"),
            Optional.empty(),
            List.of(
                new Scorer() {
                  @Override
                  public String name() {
                    return "semantic";
                  }

                  @Override
                  public CompletableFuture<float[]> score(Request request) {
                    return CompletableFuture.failedFuture(new IllegalStateException("no luck"));
                  }
                }))) {
      ServedRankers rankers = new ServedRankers(broken.recommender(), List.of("semantic"));

      assertThatThrownBy(() -> rankers.score(Case.of("ann", new int[0], 0), new BitSet()))
          .hasMessageContaining("'semantic'")
          .hasMessageContaining("no luck");
    }
  }

  private Scores ask(String... rankers) {
    BitSet allowed = shop().catalog().snapshot().live();
    allowed.clear(5);
    return new ServedRankers(shop().recommender(), List.of(rankers))
        .score(Case.of("ann", new int[] {5}, 1), allowed);
  }

  private SmallShop shop() {
    return opened.orElseThrow();
  }

  private static int[] order(Scores scores, String ranker) {
    return dev.drago.evaluation.Ranks.top(
        row(scores, ranker), BitSet.valueOf(new long[] {0b1_1111}), 10);
  }

  private static float[] row(Scores scores, String ranker) {
    return Objects.requireNonNull(scores.byRanker().get(ranker));
  }

  private Scorer fixed(String name, float[] row) {
    return new Scorer() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public CompletableFuture<float[]> score(Request request) {
        asked.add(name);
        return CompletableFuture.completedFuture(row.clone());
      }
    };
  }
}
