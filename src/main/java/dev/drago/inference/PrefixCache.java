package dev.drago.inference;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.drago.llama.SequenceState;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the model remembers of histories it has read: the attention keys and values of a sequence of
 * tokens, and the log-probabilities behind its last one.
 *
 * <p>A user's next request usually extends the last one by an item or two, so the cache is asked
 * for the sequence itself and then for its prefixes a few tokens shorter. The states live outside
 * the context: idle sequences inside it would slow every decode, as attention runs over all cells.
 * A state is closed when its entry has to go, which may be before one who found it has read it.
 */
final class PrefixCache implements AutoCloseable {

  /** How many tokens shorter a cached prefix may be before reading from the start is as fast. */
  private static final int MAX_TAIL = 8;

  /** The tokens of a sequence, as a key. */
  private record Key(int[] tokens) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Key(int[] theirs) && Arrays.equals(tokens, theirs);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(tokens);
    }
  }

  /** A sequence that was read: how many tokens, what is remembered, and what it predicted. */
  record Entry(int length, SequenceState state, float[] logProbabilities) {
    int bytes() {
      long bytes =
          state.bytes()
              + (long) logProbabilities.length * Float.BYTES
              + (long) length * Integer.BYTES;
      return Math.toIntExact(bytes);
    }
  }

  private final Cache<Key, Entry> entries;

  PrefixCache(long maximumBytes) {
    this.entries =
        Caffeine.newBuilder()
            .maximumWeight(maximumBytes)
            .weigher((Key key, Entry entry) -> entry.bytes())
            .removalListener(PrefixCache::close)
            .build();
  }

  private static void close(@Nullable Key key, @Nullable Entry entry, RemovalCause cause) {
    if (entry != null) {
      entry.state().close();
    }
  }

  /** The entry of exactly these tokens. */
  Optional<Entry> exact(int[] tokens) {
    return Optional.ofNullable(entries.getIfPresent(new Key(tokens)));
  }

  /** The longest cached proper prefix of {@code tokens} that is at most 8 tokens shorter. */
  Optional<Entry> prefix(int[] tokens) {
    for (int length = tokens.length - 1;
        length >= Math.max(1, tokens.length - MAX_TAIL);
        length--) {
      Entry entry = entries.getIfPresent(new Key(Arrays.copyOf(tokens, length)));
      if (entry != null) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }

  void put(int[] tokens, Entry entry) {
    entries.put(new Key(tokens), entry);
  }

  /** Forgets everything; nothing is to be put afterwards. */
  @Override
  public void close() {
    entries.invalidateAll();
  }
}
