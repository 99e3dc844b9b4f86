package dev.drago.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.apache.lucene.util.automaton.CharacterRunAutomaton;
import org.apache.lucene.util.automaton.LevenshteinAutomata;

/**
 * Many words, kept in order in one array: one is found by itself, by how it begins, or by what it
 * is a few edits away from. Immutable.
 *
 * <p>What is near is found with a Levenshtein automaton that walks the array like a trie: all words
 * with a common beginning lie together, so a beginning that cannot lead to a near word is left with
 * one look. A transposition counts as one edit.
 */
public final class WordList {

  private static final int MOST_EDITS = LevenshteinAutomata.MAXIMUM_SUPPORTED_DISTANCE;

  private final String[] words;

  public WordList(Collection<String> words) {
    this.words = words.stream().distinct().sorted().toArray(String[]::new);
  }

  public int size() {
    return words.length;
  }

  public String get(int index) {
    return words[index];
  }

  /** Where the word is, or a negative number. */
  public int find(String word) {
    return Arrays.binarySearch(words, word);
  }

  /** The index of the first word that begins so, or is after all that would. */
  public int firstWith(String beginning) {
    int at = find(beginning);
    return at >= 0 ? at : -at - 1;
  }

  /**
   * The words nearest to this one, all of them as many edits away, in order; none when the nearest
   * is further than {@code edits}. The first letter is taken to be right: few get it wrong.
   *
   * @param edits 0 to 2
   */
  public List<String> nearest(String word, int edits) {
    if (edits < 0 || edits > MOST_EDITS) {
      throw new IllegalArgumentException(
          "0 to %d edits can be looked for, not %d".formatted(MOST_EDITS, edits));
    }
    if (word.isEmpty() || find(word) >= 0) {
      return word.isEmpty() ? List.of() : List.of(word);
    }
    String first = word.substring(0, word.offsetByCodePoints(0, 1));
    LevenshteinAutomata automata = new LevenshteinAutomata(word.substring(first.length()), true);
    for (int distance = 1; distance <= edits; distance++) {
      List<String> found = new ArrayList<>();
      CharacterRunAutomaton automaton =
          new CharacterRunAutomaton(automata.toAutomaton(distance, first));
      walk(automaton, 0, 0, 0, words.length, found);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  /** Words of {@code [from, to)} share their first {@code depth} characters. */
  private void walk(
      CharacterRunAutomaton automaton, int state, int depth, int from, int to, List<String> found) {
    int at = from;
    if (at < to && words[at].length() == depth) {
      if (automaton.isAccept(state)) {
        found.add(words[at]);
      }
      at++;
    }
    while (at < to) {
      int letter = words[at].codePointAt(depth);
      int end = endOf(letter, depth, at, to);
      int next = automaton.step(state, letter);
      if (next >= 0) {
        walk(automaton, next, depth + Character.charCount(letter), at, end, found);
      }
      at = end;
    }
  }

  /** Where the words of {@code [from, to)} with this letter at {@code depth} end. */
  private int endOf(int letter, int depth, int from, int to) {
    int low = from + 1;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (words[middle].codePointAt(depth) == letter) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
