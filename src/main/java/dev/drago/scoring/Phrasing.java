package dev.drago.scoring;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The words of a {@link RecommendationPrompt}. All phrasings ask the same; a model that is trained
 * on several does not cling to the words of one.
 *
 * @param language {@code en} or {@code es}
 * @param system who the model is
 * @param history heading of what the person took
 * @param nothing what stands there when nothing is known
 * @param disliked before what they did not like
 * @param task heading of what is asked
 * @param next the question for the next item
 * @param wish before what they say they want
 * @param reasoning heading of what their items share
 * @param shared before these values
 * @param recommendation heading of the form of the answer
 * @param form that form: a name
 */
public record Phrasing(
    String language,
    String system,
    String history,
    String nothing,
    String disliked,
    String task,
    String next,
    String wish,
    String reasoning,
    String shared,
    String recommendation,
    String form) {

  /** Raised with every change of the words or of how they are put together. */
  public static final int VERSION = 1;

  private static final String FILE = "phrasings.json";
  private static final List<Phrasing> ALL = read();

  /** Every phrasing, those of a language together, the served one first. */
  public static List<Phrasing> all() {
    return ALL;
  }

  /** The one that models are asked with. */
  public static Phrasing served() {
    return ALL.getFirst();
  }

  private static List<Phrasing> read() {
    try (InputStream in = Phrasing.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + FILE);
      }
      return List.copyOf(new ObjectMapper().readValue(in, new TypeReference<List<Phrasing>>() {}));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
