package dev.drago.conversation;

import dev.drago.recommend.Language;
import java.util.List;

/**
 * What one utterance says, as data.
 *
 * @param about for {@link Act#WHY}: the position in the list shown last, from 1, -1 the last one; 0
 *     where none was named
 * @param statements in the order in which they were said; for other acts than {@link Act#REFINE}
 *     usually none
 */
public record Critique(Language language, Act act, int about, List<Statement> statements) {

  public Critique {
    statements = List.copyOf(statements);
  }
}
