package dev.drago.knowledge;

import dev.drago.inference.Deadline;
import dev.drago.inference.OverloadedException;
import dev.drago.inference.SentenceEmbedder;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;

/** The vector of a question, where there is a model that gives one in time. */
record QuestionVector(Optional<SentenceEmbedder> embedder) {

  private static final Logger LOG = System.getLogger("dev.drago.knowledge");
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Empty where no model is loaded, too many wait for it, or it fails: words are then enough. */
  Optional<float[]> of(String question) {
    if (embedder.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(embedder.get().embedQuestion(question, Deadline.in(PATIENCE)).join());
    } catch (OverloadedException | CompletionException | CancellationException e) {
      LOG.log(Level.WARNING, "a question is answered by its words alone: {0}", e.getMessage());
      return Optional.empty();
    }
  }
}
