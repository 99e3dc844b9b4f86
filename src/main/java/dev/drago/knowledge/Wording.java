package dev.drago.knowledge;

import dev.drago.inference.ChatMessage;
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
record Wording(TextGenerator generator, Support support, List<Excerpt> given) {

  private static final Logger LOG = System.getLogger("dev.drago.knowledge");
  private static final int MOST_TOKENS = 256;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * Writes; the sentences that hold go to {@code said} on the calling thread.
   *
   * @return whether the model came to an end; if not, the log says why
   */
  boolean write(String question, Language language, Consumer<Sentence> said) {
    BlockingQueue<Optional<String>> pieces = new LinkedBlockingQueue<>();
    Deadline deadline = Deadline.in(PATIENCE);
    CompletableFuture<Generated> writing;
    try {
      List<ChatMessage> prompt = prompt(question, language);
      writing =
          generator.generate(
              GenerationRequest.greedy(prompt, MOST_TOKENS, deadline),
              piece -> pieces.add(Optional.of(piece)));
    } catch (RuntimeException e) { // overloaded, too long, or gone: there is always the extract
      return failed(e);
    }
    var ended = writing.whenComplete((generated, e) -> pieces.add(Optional.empty()));
    try {
      CitedSentences sentences = new CitedSentences(Locale.ROOT);
      Optional<String> piece = next(pieces, deadline);
      while (piece.isPresent()) {
        letThrough(sentences.add(piece.get()), said);
        piece = next(pieces, deadline);
      }
      if (!ended.isDone()) {
        return failed(new IllegalStateException("it did not end within its time"));
      }
      ended.get();
      letThrough(sentences.end(), said);
      return true;
    } catch (ExecutionException e) {
      return failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed(e);
    } finally {
      writing.cancel(true); // nobody listens any more; nothing happens where it has ended
    }
  }

  /** With as many passages as the model has room for, the best ones; at least one. */
  private List<ChatMessage> prompt(String question, Language language) {
    int passages = given.size();
    List<ChatMessage> prompt = PassagePrompt.of(question, given, language);
    while (passages > 1 && generator.count(prompt) + MOST_TOKENS > generator.contextTokens()) {
      passages--;
      prompt = PassagePrompt.of(question, given.subList(0, passages), language);
    }
    return prompt;
  }

  /** Empty when the model has ended or the time is over. */
  private static Optional<String> next(BlockingQueue<Optional<String>> pieces, Deadline deadline)
      throws InterruptedException {
    Optional<String> piece = pieces.poll(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    return piece == null ? Optional.empty() : piece;
  }

  private void letThrough(List<Cited> sentences, Consumer<Sentence> said) {
    for (Cited sentence : sentences) {
      if (support.holds(sentence, given)) {
        said.accept(new Sentence(sentence.text(), List.copyOf(sentence.citations())));
      }
    }
  }

  private static boolean failed(Exception e) {
    LOG.log(Level.WARNING, "the chat model did not word an answer: {0}", e.getMessage());
    return false;
  }
}
