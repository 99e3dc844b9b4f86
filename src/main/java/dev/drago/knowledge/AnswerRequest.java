package dev.drago.knowledge;

import dev.drago.recommend.InvalidRequestException;
import dev.drago.recommend.ItemSearch.Mode;
import dev.drago.recommend.Language;
import java.util.Optional;

/**
 * A question to the documents.
 *
 * @param question 1 to 2,000 characters
 * @param count how many passages to look into, 1 to 20
 * @param itemId only documents about this item
 * @param filter only documents about items that match, in Lucene syntax over attributes
 * @param language to answer in where the words are Drago's own; that of the question if absent
 * @param mode how passages are looked for; hybrid, or keyword without an embedder
 */
public record AnswerRequest(
    String question,
    int count,
    Optional<String> itemId,
    Optional<String> filter,
    Optional<Language> language,
    Optional<Mode> mode) {

  public static final int MAX_QUESTION = 2_000;
  public static final int MAX_COUNT = 20;
  public static final int DEFAULT_COUNT = 5;

  public AnswerRequest {
    if (question.isBlank() || question.length() > MAX_QUESTION) {
      throw new InvalidRequestException(
          "/question",
          "must have 1 to %d characters, not %d"
              .formatted(MAX_QUESTION, question.strip().length()));
    }
    if (count < 1 || count > MAX_COUNT) {
      throw new InvalidRequestException(
          "/count", "must be 1 to %d, not %d".formatted(MAX_COUNT, count));
    }
    if (itemId.isPresent() && filter.isPresent()) {
      throw new InvalidRequestException("/filter", "cannot be given together with itemId");
    }
  }
}
