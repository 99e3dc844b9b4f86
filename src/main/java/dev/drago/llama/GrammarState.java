package dev.drago.llama;

import dev.drago.llama.GrammarSymbol.Characters;
import dev.drago.llama.GrammarSymbol.Reference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far a text, byte by byte, has come in a grammar: every stack of symbols that may still
 * follow, each with a set of characters on top. Its steps are remembered, and states that are the
 * same are one, so that the letters of a free text cost a look-up each; so it belongs to one
 * thread.
 *
 * <p>A stack deeper than {@value #MAX_DEPTH} is dropped, and where a grammar is so ambiguous that
 * there would be more than {@value #MAX_STACKS} at once, the text cannot go on: what comes from
 * outside must not take memory without bound.
 */
final class GrammarState {

  static final int MAX_DEPTH = 512;
  static final int MAX_STACKS = 4_096;

  /** Characters of one byte, most of any text: what follows them is kept by themselves. */
  private static final int ASCII = 128;

  private static final GrammarState DEAD =
      new GrammarState(new Known(new GrammarRule[0]), List.of(), false, 0, 0, 0);

  private final Known known;
  private final List<Frame> tops;
  private final boolean ended;

  /** The bits of a character whose last {@link #missing} bytes are to come, at least so large. */
  private final int partial;

  private final int missing;
  private final int least;

  /** What follows, by which of the stacks a character takes on. */
  private final Map<BitSet, GrammarState> steps = new HashMap<>(4);

  private @Nullable GrammarState @Nullable [] asciiSteps;

  private GrammarState(
      Known known, List<Frame> tops, boolean ended, int partial, int missing, int least) {
    this.known = known;
    this.tops = tops;
    this.ended = ended;
    this.partial = partial;
    this.missing = missing;
    this.least = least;
  }

  static GrammarState start(GrammarRule[] rules, int root) {
    Frame start = new Frame(new GrammarSymbol[] {new Reference(root)}, 0, Optional.empty());
    return expand(new Known(rules), List.of(Optional.of(start)));
  }

  /** Whether nothing that begins so follows the grammar. */
  boolean isDead() {
    return tops.isEmpty() && !ended;
  }

  /** Whether the text may end here. */
  boolean canEnd() {
    return ended && missing == 0;
  }

  /** Whether it must: nothing may follow. */
  boolean mustEnd() {
    return ended && tops.isEmpty();
  }

  boolean isWithinCharacter() {
    return missing > 0;
  }

  /** The state after one more byte of UTF-8. */
  GrammarState next(byte b) {
    if (tops.isEmpty()) {
      return DEAD;
    }
    if (missing > 0) {
      int value = partial << 6 | (b & 0x3F);
      if ((b & 0xC0) != 0x80) {
        return DEAD;
      }
      if (missing > 1) {
        return within(value, missing - 1, least);
      }
      boolean surrogate = value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE;
      return value < least || value > Character.MAX_CODE_POINT || surrogate ? DEAD : step(value);
    }
    if (b >= 0) {
      return step(b);
    }
    return switch (Integer.numberOfLeadingZeros(~(b << 24))) {
      case 2 -> within(b & 0x1F, 1, 0x80);
      case 3 -> within(b & 0x0F, 2, 0x800);
      case 4 -> within(b & 0x07, 3, 0x10000);
      default -> DEAD;
    };
  }

  /** The state in the middle of a character, if one that begins so may stand here. */
  private GrammarState within(int value, int more, int atLeast) {
    int first = Math.max(value << (6 * more), atLeast);
    int last = ((value + 1) << (6 * more)) - 1;
    boolean surrogates = first >= Character.MIN_SURROGATE && last <= Character.MAX_SURROGATE;
    boolean possible =
        first <= last
            && !surrogates
            && tops.stream().anyMatch(top -> top.characters().intersects(first, last));
    return possible ? new GrammarState(known, tops, false, value, more, atLeast) : DEAD;
  }

  private GrammarState step(int codePoint) {
    if (codePoint >= ASCII) {
      return stepTo(codePoint);
    }
    @Nullable GrammarState[] known = asciiSteps == null ? new GrammarState[ASCII] : asciiSteps;
    asciiSteps = known;
    GrammarState after = known[codePoint];
    if (after == null) {
      after = stepTo(codePoint);
      known[codePoint] = after;
    }
    return after;
  }

  private GrammarState stepTo(int codePoint) {
    BitSet matched = new BitSet(tops.size());
    for (int i = 0; i < tops.size(); i++) {
      if (tops.get(i).characters().contains(codePoint)) {
        matched.set(i);
      }
    }
    if (matched.isEmpty()) {
      return DEAD;
    }
    return steps.computeIfAbsent(
        matched, taken -> expand(known, taken.stream().mapToObj(i -> tops.get(i).next()).toList()));
  }

  /** All stacks that these become when rules on top are replaced by what they derive. */
  private static GrammarState expand(Known known, List<Optional<Frame>> stacks) {
    Deque<Optional<Frame>> work = new ArrayDeque<>(stacks);
    Set<Frame> seen = new HashSet<>();
    List<Frame> tops = new ArrayList<>();
    boolean ended = false;
    while (!work.isEmpty()) {
      Optional<Frame> stack = work.pop();
      if (stack.isEmpty()) {
        ended = true;
        continue;
      }
      Frame top = stack.get();
      if (top.depth > MAX_DEPTH || !seen.add(top)) {
        continue;
      }
      if (seen.size() > MAX_STACKS) {
        return DEAD;
      }
      switch (top.symbol()) {
        case Characters _ -> tops.add(top);
        case Reference(int rule) -> {
          Optional<Frame> rest = top.next();
          for (GrammarSymbol[] sequence : known.rules[rule].alternatives()) {
            work.push(sequence.length == 0 ? rest : Optional.of(new Frame(sequence, 0, rest)));
          }
        }
      }
    }
    return known.state(List.copyOf(tops), ended);
  }

  /** The rules, and the states met lately between characters. */
  private static final class Known {
    private static final int MOST = 1_024;

    private record Key(List<Frame> tops, boolean ended) {}

    private final GrammarRule[] rules;
    private final Map<Key, GrammarState> states = new HashMap<>();

    Known(GrammarRule[] rules) {
      this.rules = rules;
    }

    GrammarState state(List<Frame> tops, boolean ended) {
      if (states.size() >= MOST) {
        states.clear();
      }
      return states.computeIfAbsent(
          new Key(tops, ended), _ -> new GrammarState(this, tops, ended, 0, 0, 0));
    }
  }

  /** A place in a sequence, and what follows after the sequence: an immutable stack. */
  private static final class Frame {
    private final GrammarSymbol[] sequence;
    private final int index;
    private final Optional<Frame> rest;
    private final int depth;
    private final int hash;

    Frame(GrammarSymbol[] sequence, int index, Optional<Frame> rest) {
      this.sequence = sequence;
      this.index = index;
      this.rest = rest;
      this.depth = 1 + rest.map(below -> below.depth).orElse(0);
      this.hash =
          Objects.hash(System.identityHashCode(sequence), index)
              + 31 * rest.map(below -> below.hash).orElse(0);
    }

    GrammarSymbol symbol() {
      return sequence[index];
    }

    Characters characters() {
      return (Characters) sequence[index];
    }

    /** What is left when the symbol here is done; nothing is kept for a sequence at its end. */
    Optional<Frame> next() {
      return index + 1 < sequence.length ? Optional.of(new Frame(sequence, index + 1, rest)) : rest;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other
          || (other instanceof Frame frame
              && hash == frame.hash
              && sequence == frame.sequence
              && index == frame.index
              && rest.equals(frame.rest));
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }
}
