package dev.drago.conversation.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.conversation.Statement;
import dev.drago.conversation.reading.CritiqueUnderstanding.Understood;
import dev.drago.inference.ChatMessage;
import dev.drago.inference.Deadline;
import dev.drago.inference.Generated;
import dev.drago.inference.GenerationRequest;
import dev.drago.inference.OverloadedException;
import dev.drago.inference.TextGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class CritiqueUnderstandingTest {

  private static final CritiqueReader READER = new CritiqueReader(DemoFilms.lexicon());

  /** Answers what it is told to; the request itself checks the grammar. */
  private static final class Scripted implements TextGenerator {
    private final Function<GenerationRequest, CompletableFuture<Generated>> answer;
    private final List<GenerationRequest> asked = new ArrayList<>();

    Scripted(Function<GenerationRequest, CompletableFuture<Generated>> answer) {
      this.answer = answer;
    }

    static Scripted saying(String text) {
      return new Scripted(
          request ->
              CompletableFuture.completedFuture(
                  new Generated(text, Generated.Finish.STOP, 1, 0, 1, 1, 1)));
    }

    @Override
    public String model() {
      return "scripted";
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
      asked.add(request);
      return answer.apply(request);
    }
  }

  @Test
  void withoutAModelTheReaderIsAlone() {
    Understood understood =
        new CritiqueUnderstanding(READER, Optional.empty())
            .understand("a giggly comedy", Optional.empty(), Deadline.none());

    assertThat(understood.degraded()).isFalse();
    assertThat(understood.critique()).isEqualTo(READER.read("a giggly comedy", Optional.empty()));
  }

  @Test
  void theModelIsNotAskedWhereEverythingIsUnderstood() {
    Scripted model = Scripted.saying("+ mood: dark | Alien\nend");

    Understood understood = understand(model, "something like Alien but funnier");

    assertThat(model.asked).isEmpty();
    assertThat(understood.critique().statements()).hasSize(2);
  }

  @Test
  void theModelAddsWhatItsWordSupports() {
    Scripted model = Scripted.saying("+ mood: funny | giggly\nend");

    Understood understood = understand(model, "a giggly western");

    assertThat(understood.critique().statements())
        .contains(
            new Statement.OfAttribute("genres", "Western", true),
            new Statement.OfMood("funny", true));
    assertThat(model.asked.getFirst().grammar().orElseThrow()).contains("\"giggly\"");
  }

  @Test
  void theReaderDecidesWhatIsWanted() {
    Understood understood =
        understand(Scripted.saying("+ mood: funny | giggly\nend"), "a western, nothing giggly");

    assertThat(understood.critique().statements()).contains(new Statement.OfMood("funny", false));
  }

  @Test
  void aModelThatContradictsTheReaderIsOverruled() {
    Understood understood =
        understand(
            Scripted.saying("- genres: Western | giggly\n+ mood: funny | giggly\nend"),
            "a giggly western");

    assertThat(understood.critique().statements())
        .contains(
            new Statement.OfAttribute("genres", "Western", true),
            new Statement.OfMood("funny", true))
        .doesNotContain(new Statement.OfAttribute("genres", "Western", false));
  }

  @Test
  void whatTheCatalogueDoesNotHaveIsNotBelieved() {
    Understood understood =
        understand(
            Scripted.saying(
                """
                + genres: Nonsense | giggly
                + mood: purple | giggly
                + title: Gone Fishing (2031) | giggly
                + year: 1980-1989 | giggly
                + mood: funny | otherword
                garbage
                + mood: dark | gig"""),
            "a giggly western");

    assertThat(understood.critique()).isEqualTo(READER.read("a giggly western", Optional.empty()));
    assertThat(understood.degraded()).isFalse();
  }

  @Test
  void aModelThatFailsIsOverloadedOrLateDegrades() {
    List<Scripted> models =
        List.of(
            new Scripted(
                request -> CompletableFuture.failedFuture(new IllegalStateException("gone"))),
            new Scripted(
                request -> {
                  throw new OverloadedException("chat", 1);
                }),
            new Scripted(request -> new CompletableFuture<>()));
    for (Scripted model : models) {
      Understood understood =
          new CritiqueUnderstanding(READER, Optional.of(model))
              .understand("a giggly western", Optional.empty(), Deadline.in(Duration.ofMillis(50)));

      assertThat(understood.degraded()).isTrue();
      assertThat(understood.critique())
          .isEqualTo(READER.read("a giggly western", Optional.empty()));
    }
  }

  @Test
  void anUnfinishedRequestIsCancelled() {
    CompletableFuture<Generated> never = new CompletableFuture<>();

    new CritiqueUnderstanding(READER, Optional.of(new Scripted(request -> never)))
        .understand("a giggly western", Optional.empty(), Deadline.in(Duration.ofMillis(20)));

    assertThat(never).isCancelled();
  }

  @Test
  void everyGrammarIsOne() {
    Scripted model = Scripted.saying("end");
    CritiqueUnderstanding understanding = new CritiqueUnderstanding(READER, Optional.of(model));
    for (String text :
        List.of(
            "a \"giggly\" \\ western", "zxcv 🍿 日本語", "giggly like the 8½ film", "ñandú raro")) {
      assertThat(understanding.understand(text, Optional.empty(), Deadline.none()).degraded())
          .as(text)
          .isFalse();
      understanding.modelAlone(text, Deadline.none());
    }
    assertThat(model.asked).isNotEmpty();
  }

  @Test
  void whatAModelSaysAloneIsTakenAsItIs() {
    CritiqueUnderstanding understanding =
        new CritiqueUnderstanding(
            READER,
            Optional.of(
                Scripted.saying("- genres: Comedy | comedy\n+ year: 1980-1989 | 80s\nend")));

    assertThat(
            understanding
                .modelAlone("a comedy from the 80s", Deadline.none())
                .orElseThrow()
                .statements())
        .hasSize(2)
        .contains(new Statement.OfAttribute("genres", "Comedy", false));
  }

  private static Understood understand(Scripted model, String text) {
    return new CritiqueUnderstanding(READER, Optional.of(model))
        .understand(text, Optional.empty(), Deadline.none());
  }
}
