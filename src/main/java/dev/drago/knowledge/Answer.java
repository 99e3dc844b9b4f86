package dev.drago.knowledge;

import dev.drago.document.Passage;
import java.util.List;

/**
 * What the documents say to a question.
 *
 * @param text the sentences with their citations, or a sentence that says there is no answer
 * @param answered whether there is one
 * @param sentences in the order of {@code text}; none where there is no answer
 * @param citations the passages that the sentences cite
 * @param degraded what was asked for or is loaded and did not take part: {@code semantic}, {@code
 *     chat}
 */
public record Answer(
    String text,
    boolean answered,
    List<Sentence> sentences,
    List<Citation> citations,
    WordedBy wordedBy,
    List<String> degraded) {

  /** Whose words they are. */
  public enum WordedBy {
    /** Sentences of the documents, to the letter. */
    EXTRACTIVE,
    /** Those of a language model, each checked against what it cites. */
    CHAT
  }

  /**
   * One sentence and the numbers of the citations that support it.
   *
   * @param citations at least one, ascending
   */
  public record Sentence(String text, List<Integer> citations) {
    public Sentence {
      citations = List.copyOf(citations);
    }

    /** The sentence with its citations behind it, as in {@code … by Ridley Scott. [1]}. */
    public String cited() {
      StringBuilder cited = new StringBuilder(text).append(' ');
      citations.forEach(n -> cited.append('[').append(n).append(']'));
      return cited.toString();
    }
  }

  /**
   * A passage under its number.
   *
   * @param n from 1, in the order found
   * @param score as the mode of search gives it
   */
  public record Citation(int n, Passage passage, double score) {}

  public Answer {
    sentences = List.copyOf(sentences);
    citations = List.copyOf(citations);
    degraded = List.copyOf(degraded);
  }
}
