package dev.drago.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.catalog.AttributeValue;
import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.Item;
import dev.drago.conversation.reading.CatalogueUnderstanding;
import dev.drago.inference.ChatMessage;
import dev.drago.inference.Generated;
import dev.drago.inference.GenerationRequest;
import dev.drago.inference.TextGenerator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueUnderstandingTest {

  private static final Session NEW = Session.begin("s", Optional.empty(), Optional.empty());

  @TempDir Path folder;
  private Talk talk;

  @BeforeEach
  void open() {
    talk = new Talk(folder, List.of(film("alien", "Alien", "Horror")), Optional.empty(), 5);
  }

  @AfterEach
  void close() {
    talk.close();
  }

  @Test
  void aTitleThatWasJustAddedIsKnownAtOnceOrWhereReadersTakeLongAMomentLater()
      throws InterruptedException {
    Understanding understanding = understanding(Optional.empty());
    assertThat(understanding.of("like Alien", NEW).critique().statements())
        .containsExactly(new Statement.OfItem("alien", true));
    Item late = film("brazil", "Brazil", "Comedy");
    talk.catalog.put(List.of(late), CatalogSchema.of(late));
    List<Statement> statements = understanding.of("like Brazil", NEW).critique().statements();
    for (int wait = 0; wait < 400 && statements.getFirst() instanceof Statement.OfWish; wait++) {
      Thread.sleep(50);
      statements = understanding.of("like Brazil", NEW).critique().statements();
    }
    assertThat(statements).containsExactly(new Statement.OfItem("brazil", true));
  }

  @Test
  void turnsThatComeTogetherMakeOneReader() throws InterruptedException {
    AtomicInteger made = new AtomicInteger();
    Understanding understanding =
        new CatalogueUnderstanding(
            talk.catalog::snapshot,
            () -> {
              made.incrementAndGet();
              LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
              return talk.catalog.schema();
            },
            Optional.empty());
    List<Thread> turns =
        IntStream.range(0, 8)
            .mapToObj(n -> Thread.ofPlatform().start(() -> understanding.of("like Alien", NEW)))
            .toList();
    for (Thread turn : turns) {
      turn.join();
    }
    assertThat(made).hasValue(1);
  }

  @Test
  void aModelThatFailsIsNamedAndTheReaderIsHeardAllTheSame() {
    TextGenerator broken =
        new TextGenerator() {
          @Override
          public String model() {
            return "broken";
          }

          @Override
          public int contextTokens() {
            return 2_048;
          }

          @Override
          public int count(List<ChatMessage> messages) {
            return 1;
          }

          @Override
          public CompletableFuture<Generated> generate(
              GenerationRequest request, Consumer<String> pieces) {
            return CompletableFuture.failedFuture(new IllegalStateException("broken"));
          }
        };
    Understanding.Understood understood =
        understanding(Optional.of(broken)).of("like Alien but with more zorbling", NEW);
    assertThat(understood.critique().statements()).contains(new Statement.OfItem("alien", true));
    assertThat(understood.degraded()).containsExactly("chat");
    assertThat(understanding(Optional.empty()).of("zorbling", NEW).degraded()).isEmpty();
  }

  private Understanding understanding(Optional<TextGenerator> chat) {
    return new CatalogueUnderstanding(talk.catalog::snapshot, talk.catalog::schema, chat);
  }

  private static Item film(String id, String title, String genre) {
    return new Item(id, title, "", Map.of("genres", new AttributeValue.Keywords(List.of(genre))));
  }
}
