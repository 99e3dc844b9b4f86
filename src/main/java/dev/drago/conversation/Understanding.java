package dev.drago.conversation;

import java.util.List;

/** Reads what a person says. */
@FunctionalInterface
public interface Understanding {

  /**
   * What was understood.
   *
   * @param degraded what would have helped and was not there: {@code chat}
   */
  record Understood(Critique critique, List<String> degraded) {
    public Understood {
      degraded = List.copyOf(degraded);
    }
  }

  /**
   * The critique in {@code text}; one without statements where nothing was understood.
   *
   * @param session in which it is said, before this turn
   */
  Understood of(String text, Session session);
}
