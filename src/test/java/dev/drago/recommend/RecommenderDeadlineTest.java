package dev.drago.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drago.catalog.Item;
import dev.drago.inference.OverloadedException;
import dev.drago.scoring.Scorer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A scorer that is late or broken is left out and named; the others answer. */
@Timeout(60)
class RecommenderDeadlineTest {

  /** In the place of the sequence model, so that it counts in every request. */
  private record Faulty(Supplier<CompletableFuture<float[]>> answer) implements Scorer {
    @Override
    public String name() {
      return "sequence";
    }

    @Override
    public CompletableFuture<float[]> score(Request request) {
      return answer.get();
    }
  }

  @TempDir Path directory;

  private Supplier<CompletableFuture<float[]>> answer = CompletableFuture::new;
  private SmallShop shop;

  @BeforeEach
  void fill() {
    shop = new SmallShop(directory, Optional.empty(), List.of(new Faulty(() -> answer.get())));
    for (String id : List.of("a", "b", "c")) {
      shop.put(new Item(id, "The " + id, "", Map.of()));
    }
    shop.popular("b", 3).popular("c", 2);
  }

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void aScorerThatIsLateIsLeftOutAndCancelled() {
    CompletableFuture<float[]> never = new CompletableFuture<>();
    answer = () -> never;

    long before = System.nanoTime();
    Recommendation result = shop.ask(Ask.anything().timeout(Duration.ofMillis(100)));

    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .isBetween(Duration.ofMillis(90), Duration.ofSeconds(10));
    assertDegraded(result);
    assertThat(never).isCancelled();
  }

  @Test
  void aScorerThatFailsIsLeftOut() {
    answer = () -> CompletableFuture.failedFuture(new IllegalStateException("broken"));
    assertDegraded(shop.ask(Ask.anything()));
  }

  @Test
  void aScorerThatIsBeingClosedIsLeftOut() {
    answer = () -> CompletableFuture.failedFuture(new CancellationException("was closed"));
    assertDegraded(shop.ask(Ask.anything()));
  }

  @Test
  void aScorerThatIsInTimeCounts() {
    answer = () -> CompletableFuture.completedFuture(new float[] {9, 0, 0});

    Recommendation result = shop.ask(Ask.after("c").withSeen());

    assertThat(result.degraded()).isEmpty();
    assertThat(result.items().getFirst().item().id()).isEqualTo("a");
  }

  @Test
  void whenTheOnlyScorerIsLateTheAnswerIsTheCatalogueInOrderOfIds() {
    Recommendation result =
        shop.ask(Ask.anything().strategy("sequence").timeout(Duration.ofMillis(10)));

    assertThat(result.degraded()).containsExactly("sequence");
    assertThat(result.items().stream().map(ranked -> ranked.item().id()))
        .containsExactly("a", "b", "c");
    assertThat(result.items()).allMatch(ranked -> ranked.shares().isEmpty());
  }

  @Test
  void aModelThatIsOverloadedIsTheCallersBusiness() {
    answer =
        () -> {
          throw new OverloadedException("sequence", 7);
        };
    assertThatThrownBy(() -> shop.ask(Ask.anything()))
        .isInstanceOf(OverloadedException.class)
        .hasMessage("the queue of sequence is full (7 waiting)");
  }

  @Test
  void whoIsInterruptedGetsWhatIsReadyAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    Recommendation result = shop.ask(Ask.anything());

    assertThat(Thread.interrupted()).isTrue();
    assertThat(result.degraded()).contains("sequence");
    assertThat(result.items()).hasSize(3);
  }

  private static void assertDegraded(Recommendation result) {
    assertThat(result.degraded()).containsExactly("sequence");
    assertThat(result.items().stream().map(ranked -> ranked.item().id()))
        .containsExactly("b", "c", "a");
    assertThat(result.items())
        .allMatch(ranked -> ranked.shares().keySet().equals(java.util.Set.of("popularity")));
  }
}
