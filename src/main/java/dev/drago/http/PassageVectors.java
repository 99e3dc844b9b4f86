package dev.drago.http;

import dev.drago.inference.Deadline;
import dev.drago.inference.SentenceEmbedder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Vectors of many passages for a request, which has an end. */
final class PassageVectors {

  /** So many at once, a second of work or less; the deadline is looked at in between. */
  private static final int CHUNK = 16;

  private PassageVectors() {}

  /**
   * The vectors, in order; waits where the embedder's queue is full.
   *
   * @throws TimeoutException when the deadline passes before the last passages are begun
   */
  static List<float[]> of(SentenceEmbedder embedder, List<String> texts, Deadline deadline)
      throws TimeoutException {
    List<float[]> vectors = new ArrayList<>(texts.size());
    while (vectors.size() < texts.size()) {
      if (deadline.isPast()) {
        throw new TimeoutException(
            "%d of %d texts were embedded in time".formatted(vectors.size(), texts.size()));
      }
      int from = vectors.size();
      vectors.addAll(
          embedder.embedPassages(texts.subList(from, Math.min(from + CHUNK, texts.size()))));
    }
    return vectors;
  }
}
