package dev.drago.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Many words, kept in order in one array: one is found by itself, by how it begins, or by what it
 * is a few edits away from. Immutable.
 *
 * <p>What is near is found by walking the array like a trie: all words with a common beginning lie
 * together, and one row of the table of edit distances is kept for each letter on the way, so a
 * beginning that cannot lead to a near word is left with one look. This was several times faster
 * than a Levenshtein automaton, which is made anew for every word. A transposition is one edit.
 */
public final class WordList {

  private static final int MOST_EDITS = 2;

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
    for (int distance = 1; distance <= edits; distance++) {
      List<String> found = new Walk(word, distance).found();
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  /** One search. Row {@code d} has the distances of the first d letters to each of the word's. */
  private final class Walk {
    private final String word;
    private final int edits;
    private final int[][] rows;
    private final List<String> found = new ArrayList<>();

    Walk(String word, int edits) {
      this.word = word;
      this.edits = edits;
      this.rows = new int[word.length() + edits + 1][word.length() + 1];
      Arrays.setAll(rows[0], i -> i);
    }

    List<String> found() {
      char first = word.charAt(0);
      int from = firstWith(String.valueOf(first));
      int to = from < words.length ? end(from, words.length, 0, first) : from;
      if (from < to && words[from].charAt(0) == first) {
        descend(from, to, 1, first);
      }
      return found;
    }

    /** Words of {@code [from, to)} share their first {@code depth} letters, {@code last} at end. */
    private void descend(int from, int to, int depth, char last) {
      if (depth >= rows.length || row(depth, last, words[from]) > edits) {
        return;
      }
      int at = from;
      if (words[at].length() == depth) {
        if (rows[depth][word.length()] <= edits) {
          found.add(words[at]);
        }
        at++;
      }
      while (at < to) {
        char letter = words[at].charAt(depth);
        int end = end(at, to, depth, letter);
        descend(at, end, depth + 1, letter);
        at = end;
      }
    }

    /** Fills a row and returns its least distance. */
    private int row(int depth, char last, String beginning) {
      int[] row = rows[depth];
      int[] above = rows[depth - 1];
      row[0] = depth;
      int least = depth;
      for (int i = 1; i < row.length; i++) {
        char letter = word.charAt(i - 1);
        int distance = Math.min(above[i - 1] + (letter == last ? 0 : 1), above[i] + 1);
        distance = Math.min(distance, row[i - 1] + 1);
        if (depth > 1
            && i > 1
            && letter == beginning.charAt(depth - 2)
            && word.charAt(i - 2) == last) {
          distance = Math.min(distance, rows[depth - 2][i - 2] + 1);
        }
        row[i] = distance;
        least = Math.min(least, distance);
      }
      return least;
    }
  }

  /** Where the words of {@code [from, to)} with this letter at {@code depth} end. */
  private int end(int from, int to, int depth, char letter) {
    // Most runs are short: look near before looking in the middle.
    int step = 1;
    int low = from;
    while (low + step < to && words[low + step].charAt(depth) == letter) {
      low += step;
      step *= 2;
    }
    int high = Math.min(to, low + step);
    low++;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (words[middle].charAt(depth) == letter) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
