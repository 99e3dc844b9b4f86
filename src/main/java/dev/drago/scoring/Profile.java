package dev.drago.scoring;

import java.util.Optional;

/**
 * What is known of the person a ranking is for. All items are catalogue ordinals.
 *
 * @param history what they took, oldest first
 * @param liked what they say they like, most important last
 * @param disliked what they say they do not like
 * @param wish what they want, in words
 */
public record Profile(int[] history, int[] liked, int[] disliked, Optional<String> wish) {

  /** Somebody of whom only the history is known. */
  public static Profile ofHistory(int[] history) {
    return new Profile(history, new int[0], new int[0], Optional.empty());
  }

  /** The history with the liked items as its newest part: what a model of sequences reads. */
  public int[] sequence() {
    int[] sequence = java.util.Arrays.copyOf(history, history.length + liked.length);
    System.arraycopy(liked, 0, sequence, history.length, liked.length);
    return sequence;
  }

  /** Whether nothing is known at all. */
  public boolean isEmpty() {
    return history.length == 0 && liked.length == 0 && disliked.length == 0 && wish.isEmpty();
  }
}
