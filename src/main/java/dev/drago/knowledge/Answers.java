package dev.drago.knowledge;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.index.Filter;
import dev.drago.index.IndexView;
import dev.drago.index.ItemIndex;
import dev.drago.index.PassageView;
import dev.drago.index.PassageView.Hit;
import dev.drago.index.PassageView.Scope;
import dev.drago.index.PassageWords;
import dev.drago.inference.SentenceEmbedder;
import dev.drago.inference.TextGenerator;
import dev.drago.knowledge.Answer.Citation;
import dev.drago.knowledge.Answer.Sentence;
import dev.drago.knowledge.Answer.WordedBy;
import dev.drago.recommend.InvalidRequestException;
import dev.drago.recommend.ItemSearch.Mode;
import dev.drago.recommend.Language;
import dev.drago.recommend.LiveCatalog;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Answers questions from the documents, every sentence with the passages it is from.
 *
 * <p>Passages are found by words and meaning; where none is near enough, the answer is that there
 * is none. With a language model the answer is worded by it, and of what it writes only the
 * sentences are said that {@link Support} finds in what they cite; where none is left, or without a
 * model, the best sentences of the passages are quoted. Where the model writes that there is no
 * answer, and nothing else, there is none.
 */
public final class Answers {

  private record Found(List<Excerpt> excerpts, List<Sentence> quotes) {}

  private final Knowledge knowledge;
  private final LiveCatalog catalog;
  private final ItemIndex itemIndex;
  private final Optional<SentenceEmbedder> embedder;
  private final Optional<TextGenerator> generator;

  /**
   * Over these documents, with or without models.
   *
   * @param itemIndex for filters over items
   * @param generator words the answers, where there is one
   */
  public Answers(
      Knowledge knowledge,
      LiveCatalog catalog,
      ItemIndex itemIndex,
      Optional<SentenceEmbedder> embedder,
      Optional<TextGenerator> generator) {
    this.knowledge = knowledge;
    this.catalog = catalog;
    this.itemIndex = itemIndex;
    this.embedder = embedder;
    this.generator = generator;
  }

  /**
   * Answers one question.
   *
   * @param listener hears passages and sentences as they are there
   * @throws InvalidRequestException when the item does not exist, or meaning is asked for and no
   *     embedder is loaded
   * @throws dev.drago.index.FilterException when the filter is none
   */
  public Answer answer(AnswerRequest request, AnswerListener listener) {
    Scope scope = scope(request);
    Mode mode = request.mode().orElse(embedder.isPresent() ? Mode.HYBRID : Mode.KEYWORD);
    if (mode != Mode.KEYWORD && embedder.isEmpty()) {
      throw new InvalidRequestException(
          "/mode", "no embedder is loaded: only the mode 'keyword' can be used");
    }
    List<String> degraded = new ArrayList<>();
    Optional<float[]> vector =
        mode == Mode.KEYWORD
            ? Optional.empty()
            : new QuestionVector(embedder).of(request.question());
    if (mode != Mode.KEYWORD && vector.isEmpty()) {
      degraded.add("semantic");
    }
    Found found;
    try (PassageView view = knowledge.view()) {
      found = find(request, mode, vector, scope, view);
    }
    Language language = request.language().orElseGet(() -> languageOf(request.question()));
    List<Citation> citations = found.excerpts().stream().map(Excerpt::citation).toList();
    listener.citations(citations);
    List<Sentence> said = new ArrayList<>();
    WordedBy wordedBy = WordedBy.EXTRACTIVE;
    if (!found.excerpts().isEmpty() && generator.isPresent()) {
      CheckedAnswer checked =
          new CheckedAnswer(generator.get(), new Support(request.question()), found.excerpts());
      CheckedAnswer.Outcome outcome =
          checked.write(
              request.question(),
              language,
              sentence -> {
                said.add(sentence);
                listener.sentence(sentence);
              });
      if (outcome == CheckedAnswer.Outcome.REFUSED) {
        // What is near a question and does not answer it is what the measure of nearness cannot
        // tell (docs/knowledge.md), so the model's word counts, though a weak one will at times
        // refuse what is there: the passages stay in the event `citations`, and an answer that is
        // none would be worse than being told so.
        return answer(List.of(), citations, WordedBy.EXTRACTIVE, degraded, language);
      }
      if (outcome == CheckedAnswer.Outcome.FAILED) {
        degraded.add("chat");
      }
      wordedBy = said.isEmpty() ? WordedBy.EXTRACTIVE : WordedBy.CHAT;
    }
    if (said.isEmpty()) {
      found.quotes().forEach(listener::sentence);
      said.addAll(found.quotes());
    }
    return answer(said, citations, wordedBy, degraded, language);
  }

  private Found find(
      AnswerRequest request, Mode mode, Optional<float[]> vector, Scope scope, PassageView view) {
    String question = request.question();
    int count = request.count();
    List<Hit> hits;
    if (vector.isEmpty()) {
      hits = view.keyword(question, count, scope);
    } else if (mode == Mode.SEMANTIC) {
      hits = view.nearest(vector.get(), count, scope);
    } else {
      hits = view.hybrid(question, vector.get(), count, scope);
    }
    Relevance relevance = new Relevance(question, view);
    if (hits.stream().noneMatch(hit -> relevance.isEnough(hit, vector.isPresent()))) {
      return new Found(List.of(), List.of());
    }
    List<Excerpt> excerpts = new ArrayList<>();
    for (int i = 0; i < hits.size(); i++) {
      Hit hit = hits.get(i);
      excerpts.add(Excerpt.of(new Citation(i + 1, hit.passage(), hit.score())));
    }
    return new Found(excerpts, Extract.of(excerpts, hits, relevance));
  }

  private static Answer answer(
      List<Sentence> said,
      List<Citation> citations,
      WordedBy wordedBy,
      List<String> degraded,
      Language language) {
    if (said.isEmpty()) {
      return new Answer(none(language), false, said, List.of(), wordedBy, degraded);
    }
    Set<Integer> cited =
        said.stream().flatMap(s -> s.citations().stream()).collect(Collectors.toSet());
    String text = said.stream().map(Sentence::cited).collect(Collectors.joining(" "));
    return new Answer(
        text,
        true,
        said,
        citations.stream().filter(c -> cited.contains(c.n())).toList(),
        wordedBy,
        degraded);
  }

  private static String none(Language language) {
    return switch (language) {
      case EN -> "The documents do not answer this.";
      case ES -> "Los documentos no responden a esto.";
    };
  }

  private static Language languageOf(String question) {
    return Language.of(PassageWords.language(Optional.empty(), question)).orElse(Language.EN);
  }

  private Scope scope(AnswerRequest request) {
    CatalogSnapshot snapshot = catalog.snapshot();
    if (request.itemId().isPresent()) {
      String item = request.itemId().get();
      if (snapshot.ordinal(item).isEmpty()) {
        throw new InvalidRequestException("/itemId", "no item has the id '%s'".formatted(item));
      }
      return new Scope.AboutItem(item);
    }
    if (request.filter().isEmpty()) {
      return new Scope.AboutNoneOr(id -> snapshot.ordinal(id).isPresent());
    }
    Filter filter = itemIndex.filter(request.filter().get());
    try (IndexView view = itemIndex.view()) {
      BitSet matching = view.ordinals(filter);
      return new Scope.AboutItems(
          id -> {
            OptionalInt ordinal = snapshot.ordinal(id);
            return ordinal.isPresent() && matching.get(ordinal.getAsInt());
          });
    }
  }
}
