package dev.drago.conversation.reading;

import dev.drago.inference.ChatMessage;
import dev.drago.inference.Deadline;
import dev.drago.inference.Generated;
import dev.drago.inference.GenerationRequest;
import dev.drago.inference.Sampling;
import dev.drago.inference.TextGenerator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * What a chat model takes from an utterance: under a grammar it can only name what the catalogue
 * has, and has to point at the word of the utterance that says it.
 */
final class ModelCritique {

  private static final int MOST_TOKENS = 160;

  private final TextGenerator model;

  /** The model did not answer: too late, overloaded, or it failed. */
  static final class NoAnswerException extends Exception {
    private static final long serialVersionUID = 1;

    NoAnswerException(Throwable cause) {
      super("the chat model did not answer: " + cause.getMessage(), cause);
    }
  }

  ModelCritique(TextGenerator model) {
    this.model = model;
  }

  /**
   * What the model says of an utterance.
   *
   * @param choices what it may name
   * @throws NoAnswerException when it fails or is not done by the deadline
   */
  List<Proposal> propose(Utterance said, Choices choices, Deadline deadline)
      throws NoAnswerException {
    GenerationRequest request =
        new GenerationRequest(
            List.of(
                ChatMessage.system(choices.instructions()),
                ChatMessage.user(choices.question(said.text()))),
            MOST_TOKENS,
            Sampling.GREEDY,
            List.of(),
            Optional.of(choices.grammar()),
            deadline);
    Optional<CompletableFuture<Generated>> started = Optional.empty();
    try {
      CompletableFuture<Generated> future = model.generate(request);
      started = Optional.of(future);
      Generated generated = deadline.await(future);
      return Proposal.parse(generated.text(), choices);
    } catch (ExecutionException e) {
      throw new NoAnswerException(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException | CancellationException e) {
      throw new NoAnswerException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoAnswerException(e);
    } catch (RuntimeException e) {
      // Whatever is wrong with a model at run time, the reader has read already.
      throw new NoAnswerException(e);
    } finally {
      started.ifPresent(future -> future.cancel(true));
    }
  }
}
