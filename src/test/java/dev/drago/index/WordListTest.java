package dev.drago.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class WordListTest {

  @Test
  void findsWhatComparingWithEveryWordFinds() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Set<String> words = new TreeSet<>();
    for (int i = 0; i < 2_000; i++) {
      words.add(word(random));
    }
    WordList list = new WordList(words);
    for (int i = 0; i < 500; i++) {
      String word = word(random);
      int edits = random.nextInt(3);
      assertThat(list.nearest(word, edits))
          .as("seed %d, '%s' within %d", seed, word, edits)
          .isEqualTo(nearest(words, word, edits));
    }
  }

  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    int length = 1 + random.nextInt(6);
    for (int i = 0; i < length; i++) {
      word.append((char) ('a' + random.nextInt(3)));
    }
    return word.toString();
  }

  private static List<String> nearest(Set<String> words, String word, int edits) {
    for (int distance = 0; distance <= edits; distance++) {
      List<String> found = new ArrayList<>();
      for (String other : words) {
        if (other.charAt(0) == word.charAt(0) && distance(other, word) == distance) {
          found.add(other);
        }
      }
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  /** Edits with transpositions of neighbours, by the whole table. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + same, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }

  @Test
  void anEmptyListHasNothingNear() {
    assertThat(new WordList(List.of()).nearest("alien", 2)).isEmpty();
    assertThat(new WordList(List.of("alien")).nearest("", 2)).isEmpty();
  }
}
