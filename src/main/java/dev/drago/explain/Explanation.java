package dev.drago.explain;

import dev.drago.catalog.Item;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why an item is recommended.
 *
 * @param score the item's, for this person; NaN where no scorer has an opinion of it
 * @param shares of the score, by scorer
 * @param evidence most effective first
 * @param text one or two sentences that say no more than the evidence
 * @param notExamined how many of the person's oldest items were not looked at
 */
public record Explanation(
    Item item,
    double score,
    Map<String, Double> shares,
    List<Evidence> evidence,
    String text,
    WordedBy wordedBy,
    int notExamined) {

  public Explanation {
    shares = Collections.unmodifiableMap(new LinkedHashMap<>(shares));
    evidence = List.copyOf(evidence);
  }

  /** Whether there is evidence that words can be made of; a passage is shown, not worded. */
  public boolean hasReason() {
    return evidence.stream().anyMatch(one -> !(one instanceof Evidence.OfPassage));
  }

  Explanation worded(String words, WordedBy by) {
    return new Explanation(item, score, shares, evidence, words, by, notExamined);
  }
}
