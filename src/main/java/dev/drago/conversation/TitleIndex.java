package dev.drago.conversation;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.index.WordList;
import dev.drago.index.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The titles of a catalogue, under everything people call them: without the article, without what
 * follows the colon, without "part". A whole title goes before another one's short form.
 */
final class TitleIndex {

  /** What stands before and after the colon of "Mad Max: Fury Road". */
  private static final Pattern SUBTITLE = Pattern.compile("\\s*(?::|\\s[-–—]|\\()\\s*");

  private static final int WHOLE = 0;
  private static final int SHORT = 1;
  private static final int SHORTEST_PREFIX = 7;
  private static final int MOST_WITH_PREFIX = 60;

  private final CatalogSnapshot catalog;
  private final Lexicon lexicon;
  private final WordList keys;
  private final int[] starts;
  private final int[] ordinals;
  private final byte[] ranks;

  private record Name(String key, int ordinal, int rank) {}

  TitleIndex(CatalogSnapshot catalog, Lexicon lexicon) {
    this.catalog = catalog;
    this.lexicon = lexicon;
    List<Name> names = new ArrayList<>();
    BitSet live = catalog.live();
    for (int i = live.nextSetBit(0); i >= 0; i = live.nextSetBit(i + 1)) {
      addNames(i, catalog.item(i).title(), names);
    }
    names.sort(
        Comparator.comparing(Name::key).thenComparing(Name::rank).thenComparing(Name::ordinal));
    keys = new WordList(names.stream().map(Name::key).toList());
    starts = new int[keys.size() + 1];
    ordinals = new int[names.size()];
    ranks = new byte[names.size()];
    int key = -1;
    for (int i = 0; i < names.size(); i++) {
      if (i == 0 || !names.get(i).key().equals(names.get(i - 1).key())) {
        starts[++key] = i;
      }
      ordinals[i] = names.get(i).ordinal();
      ranks[i] = (byte) names.get(i).rank();
    }
    starts[keys.size()] = names.size();
  }

  private void addNames(int ordinal, String title, List<Name> names) {
    List<String> parts = parts(title);
    add(parts, ordinal, WHOLE, names);
    add(TitleKey.withoutArticle(parts), ordinal, SHORT, names);
    List<String> unparted = TitleKey.withoutParts(parts);
    add(unparted, ordinal, SHORT, names);
    add(TitleKey.withoutArticle(unparted), ordinal, SHORT, names);
    Matcher colon = SUBTITLE.matcher(title);
    if (colon.find() && colon.start() > 0) {
      add(TitleKey.withoutArticle(parts(title.substring(0, colon.start()))), ordinal, SHORT, names);
      List<String> after = TitleKey.withoutArticle(parts(title.substring(colon.end())));
      if (after.size() > 1 && TitleKey.withoutParts(after).size() == after.size()) {
        add(after, ordinal, SHORT, names);
      }
    }
  }

  private static void add(List<String> parts, int ordinal, int rank, List<Name> names) {
    String key = String.join("", parts);
    if (!key.isEmpty() && !(rank == SHORT && key.length() == 1)) {
      Name name = new Name(key, ordinal, rank);
      boolean known = false;
      for (int i = names.size() - 1; i >= 0 && names.get(i).ordinal() == ordinal; i--) {
        known |= names.get(i).key().equals(key);
      }
      if (!known) {
        names.add(name);
      }
    }
  }

  private List<String> parts(String title) {
    return TitleKey.parts(lexicon.words.of(title), lexicon.numerals);
  }

  /** The items with this title, or, if there are none, those that are called so for short. */
  int[] find(String key) {
    int at = key.isEmpty() ? -1 : keys.find(key);
    if (at < 0) {
      return new int[0];
    }
    int end = starts[at];
    while (end < starts[at + 1] && ranks[end] == ranks[starts[at]]) {
      end++;
    }
    return Arrays.copyOfRange(ordinals, starts[at], end);
  }

  /** Whether a title is this key as a whole, not its short form. */
  boolean isWhole(String key) {
    int at = keys.find(key);
    return at >= 0 && ranks[starts[at]] == WHOLE;
  }

  /** The items whose title is the nearest within so many edits, when that is one title. */
  int[] near(String key, int edits) {
    List<String> nearest = keys.nearest(key, edits);
    if (nearest.isEmpty()) {
      return new int[0];
    }
    int[] found = find(nearest.getFirst());
    for (String other : nearest) {
      if (!Arrays.equals(find(other), found)) {
        return new int[0];
      }
    }
    return found;
  }

  /** The only item whose title begins with these words. */
  OptionalInt beginningWith(List<String> parts) {
    String key = String.join("", parts);
    if (key.length() < SHORTEST_PREFIX) {
      return OptionalInt.empty();
    }
    int found = -1;
    int first = keys.firstWith(key);
    for (int i = first; i < keys.size() && keys.get(i).startsWith(key); i++) {
      if (i - first > MOST_WITH_PREFIX) {
        return OptionalInt.empty();
      }
      for (int n = starts[i]; n < starts[i + 1]; n++) {
        int ordinal = ordinals[n];
        if (ordinal != found && beginsWith(catalog.item(ordinal).title(), parts)) {
          if (found >= 0) {
            return OptionalInt.empty();
          }
          found = ordinal;
        }
      }
    }
    return found < 0 ? OptionalInt.empty() : OptionalInt.of(found);
  }

  private boolean beginsWith(String title, List<String> parts) {
    List<String> whole = parts(title);
    return startsWith(whole, parts) || startsWith(TitleKey.withoutArticle(whole), parts);
  }

  private static boolean startsWith(List<String> whole, List<String> parts) {
    return whole.size() >= parts.size() && whole.subList(0, parts.size()).equals(parts);
  }

  /** Every word that titles have, once for each title. */
  void words(java.util.function.Consumer<String> to) {
    BitSet live = catalog.live();
    for (int i = live.nextSetBit(0); i >= 0; i = live.nextSetBit(i + 1)) {
      for (Words.Word word : lexicon.words.of(catalog.item(i).title())) {
        to.accept(word.folded());
      }
    }
  }
}
