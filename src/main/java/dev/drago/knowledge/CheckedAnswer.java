package dev.drago.knowledge;

import dev.drago.inference.Deadline;
import dev.drago.inference.Generated;
import dev.drago.inference.GenerationRequest;
import dev.drago.inference.TextGenerator;
import dev.drago.knowledge.Answer.Sentence;
import dev.drago.knowledge.CitedSentences.Cited;
import dev.drago.recommend.Language;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * An answer in the words of a language model, sentence by sentence: each is let through when it is
 * complete and what it cites supports it.
 */
record CheckedAnswer(TextGenerator generator, Support support, List<Excerpt> given) {

  private static final Logger LOG = System.getLogger("dev.drago.knowledge");
  private static final int MOST_TOKENS = 256;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What a model made of a question. */
  enum Outcome {
    /** It came to an end. */
    WRITTEN,
    /** It did, and said that the passages do not answer, and nothing else. */
    REFUSED,
    /** It did not; the log says why. */
    FAILED
  }

  /** Writes; the sentences that hold go to {@code said} on the calling thread. */
  Outcome write(String question, Language language, Consumer<Sentence> said) {
    BlockingQueue<Optional<String>> pieces = new LinkedBlockingQueue<>();
    Deadline deadline = Deadline.in(PATIENCE);
    CompletableFuture<Generated> writing;
    List<Excerpt> shown;
    try {
      shown = fitting(question, language);
      writing =
          generator.generate(
              GenerationRequest.greedy(
                  PassagePrompt.of(question, shown, language), MOST_TOKENS, deadline),
              piece -> pieces.add(Optional.of(piece)));
    } catch (RuntimeException e) { // overloaded, too long, or gone: there is always the extract
      return failed(e);
    }
    var _ = writing.whenComplete((generated, e) -> pieces.add(Optional.empty()));
    try {
      CitedSentences sentences = new CitedSentences(Locale.ROOT);
      Optional<String> piece = next(pieces, deadline);
      while (piece.isPresent()) {
        letThrough(sentences.add(piece.get()), shown, said);
        piece = next(pieces, deadline);
      }
      if (!writing.isDone()) {
        return failed(new IllegalStateException("it did not end within its time"));
      }
      letThrough(sentences.end(), shown, said);
      boolean refused = PassagePrompt.isNone(writing.get().text());
      return refused ? Outcome.REFUSED : Outcome.WRITTEN;
    } catch (ExecutionException e) {
      return failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed(e);
    } finally {
      writing.cancel(true); // nobody listens any more; nothing happens where it has ended
    }
  }

  /** As many passages as the model has room for, the best ones; at least one. */
  private List<Excerpt> fitting(String question, Language language) {
    int passages = given.size();
    while (passages > 1
        && generator.count(PassagePrompt.of(question, given.subList(0, passages), language))
                + MOST_TOKENS
            > generator.contextTokens()) {
      passages--;
    }
    return given.subList(0, passages);
  }

  /** Empty when the model has ended or the time is over. */
  private static Optional<String> next(BlockingQueue<Optional<String>> pieces, Deadline deadline)
      throws InterruptedException {
    Optional<String> piece = pieces.poll(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    return piece == null ? Optional.empty() : piece;
  }

  /** Only what the model was shown can support what it says. */
  private void letThrough(List<Cited> sentences, List<Excerpt> shown, Consumer<Sentence> said) {
    for (Cited sentence : sentences) {
      if (support.holds(sentence, shown)) {
        said.accept(new Sentence(sentence.text(), List.copyOf(sentence.citations())));
      }
    }
  }

  private static Outcome failed(Exception e) {
    LOG.log(Level.WARNING, "the chat model did not word an answer: {0}", e.getMessage());
    return Outcome.FAILED;
  }
}
