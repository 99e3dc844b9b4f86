package dev.drago.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.drago.document.Passage;
import dev.drago.knowledge.Answer;
import dev.drago.knowledge.Answer.Citation;
import dev.drago.knowledge.Answer.Sentence;
import dev.drago.knowledge.AnswerListener;
import dev.drago.knowledge.AnswerRequest;
import dev.drago.knowledge.Answers;
import dev.drago.recommend.ItemSearch.Mode;
import dev.drago.recommend.Language;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;

/** {@code POST /v1/answers}: as JSON, or as events while it is made. */
final class AnswerRoutes implements HttpService {

  /** The body. */
  record Body(
      String question,
      Optional<Integer> count,
      Optional<String> itemId,
      Optional<String> filter,
      Optional<String> language,
      Optional<String> mode) {}

  /** The whole answer; also the last event. */
  record AnswerView(
      String answer,
      boolean answered,
      List<Sentence> sentences,
      List<CitationView> citations,
      String wordedBy,
      List<String> degraded) {

    static AnswerView of(Answer answer) {
      return new AnswerView(
          answer.text(),
          answer.answered(),
          answer.sentences(),
          answer.citations().stream().map(CitationView::of).toList(),
          Lower.of(answer.wordedBy()),
          answer.degraded());
    }
  }

  /** Characters of the readable text of a document, the last one not included. */
  record Range(int start, int end) {}

  /** A passage under its number. */
  record CitationView(
      int n,
      String documentId,
      String title,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> itemId,
      List<String> headings,
      String text,
      Range range,
      double score) {

    static CitationView of(Citation citation) {
      Passage passage = citation.passage();
      return new CitationView(
          citation.n(),
          passage.documentId(),
          passage.title(),
          passage.itemId(),
          passage.headings(),
          passage.text(),
          new Range(passage.start(), passage.end()),
          citation.score());
    }
  }

  /** The event {@code citations}. */
  record CitationsEvent(List<CitationView> citations) {}

  /** The event {@code text}: a sentence, its citations behind it. */
  record TextEvent(String text, List<Integer> citations) {}

  private final Answers answers;

  AnswerRoutes(Answers answers) {
    this.answers = answers;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.post("/answers", this::answer);
  }

  private void answer(ServerRequest request, ServerResponse response) {
    AnswerRequest asked = read(request);
    if (EventStream.isPreferred(request, response)) {
      stream(asked, response);
    } else {
      Json.send(response, AnswerView.of(answers.answer(asked, AnswerListener.NONE)));
    }
  }

  /** The stream opens with its first event: what is refused before still is a problem. */
  private void stream(AnswerRequest asked, ServerResponse response) {
    try (Events events = new Events(response)) {
      Answer answer = answers.answer(asked, events);
      events.open().send("done", AnswerView.of(answer));
    }
  }

  private static AnswerRequest read(ServerRequest request) {
    Body body = Json.read(request, Body.class);
    if (body.question() == null) {
      throw ProblemException.badRequest(
          "the field 'question' is missing", "/question", "is required");
    }
    return new AnswerRequest(
        body.question(),
        body.count().orElse(AnswerRequest.DEFAULT_COUNT),
        body.itemId(),
        body.filter(),
        body.language().map(l -> Parameters.choice("language", l, Language.class)),
        body.mode().map(m -> Parameters.choice("mode", m, Mode.class)));
  }

  private static final class Events implements AnswerListener, AutoCloseable {

    private final ServerResponse response;
    private Optional<EventStream> stream = Optional.empty();

    Events(ServerResponse response) {
      this.response = response;
    }

    EventStream open() {
      EventStream opened = stream.orElseGet(() -> EventStream.open(response));
      stream = Optional.of(opened);
      return opened;
    }

    @Override
    public void citations(List<Citation> citations) {
      open()
          .send("citations", new CitationsEvent(citations.stream().map(CitationView::of).toList()));
    }

    @Override
    public void sentence(Sentence sentence) {
      open().send("text", new TextEvent(sentence.cited(), sentence.citations()));
    }

    @Override
    public void close() {
      stream.ifPresent(EventStream::close);
    }
  }
}
