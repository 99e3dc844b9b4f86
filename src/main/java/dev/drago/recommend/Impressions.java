package dev.drago.recommend;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.drago.interaction.Impression;
import dev.drago.interaction.Interaction;
import dev.drago.interaction.Name;
import dev.drago.store.ImpressionRepository;
import dev.drago.store.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * What was shown, and what came of it: an interaction that names a recommendation counts as a click
 * on it where its item was in it, and as a conversion where its type is one of those that count as
 * such. Each item of a recommendation counts once for each, as far as is remembered: the last
 * {@value #REMEMBERED_OUTCOMES} outcomes since the start.
 *
 * <p>What was shown is promised to nobody: it is written a moment later, many at once, so that a
 * recommendation does not wait for the disk, and left out, counted, where the disk cannot keep up.
 */
public final class Impressions {

  private static final Logger LOG = System.getLogger("dev.drago.recommend");
  private static final Duration EVERY = Duration.ofMillis(500);
  private static final int MOST_WAITING = 20_000;
  private static final int MOST_KINDS = 200;
  private static final long REMEMBERED_OUTCOMES = 100_000;

  /** Where kinds of recommendation beyond {@value #MOST_KINDS} are counted. */
  private static final Kind OTHER = new Kind("other", "other", Optional.empty());

  /** What is counted apart. */
  public record Kind(String scenario, String strategy, Optional<String> variant) {

    static Kind of(Impression shown) {
      return new Kind(shown.scenario(), shown.strategy(), shown.variant());
    }
  }

  /**
   * Counts since the start.
   *
   * @param shown recommendations
   * @param clicked items of them
   * @param converted items of them
   */
  public record Tally(long shown, long clicked, long converted) {

    Tally plus(Tally other) {
      return new Tally(shown + other.shown, clicked + other.clicked, converted + other.converted);
    }
  }

  private record Outcome(String recommendation, String item, boolean conversion) {}

  private final ImpressionRepository repository;
  private final Set<String> conversions;
  private final Duration kept;

  /** Held while what is waiting is written; taken before {@code waiting}. */
  private final ReentrantLock writing = new ReentrantLock();

  private final Map<String, Impression> waiting = new LinkedHashMap<>();
  private final Map<Kind, Tally> tallies = new HashMap<>();
  private final Cache<Outcome, Boolean> counted =
      Caffeine.newBuilder().maximumSize(REMEMBERED_OUTCOMES).build();
  private long dropped;

  /**
   * @param conversions types of interaction that are what recommendations are made for
   * @param kept how long what was shown is remembered
   */
  public Impressions(ImpressionRepository repository, Set<String> conversions, Duration kept) {
    this.repository = repository;
    conversions.forEach(type -> Name.require("an interaction type", type));
    this.conversions = Set.copyOf(conversions);
    this.kept = kept;
  }

  /** Something was shown. */
  public void shown(Impression impression) {
    synchronized (waiting) {
      count(Kind.of(impression), new Tally(1, 0, 0));
      if (waiting.size() < MOST_WAITING) {
        waiting.put(impression.id(), impression);
      } else {
        dropped++;
      }
    }
  }

  /** An interaction was stored; it counts where it names a recommendation that had its item. */
  public void happened(Interaction interaction) {
    try {
      count(interaction);
    } catch (StoreException e) {
      // The interaction is stored, and the report of the store has it: only a counter misses it.
      LOG.log(Level.WARNING, "an interaction was not counted: " + e.getMessage());
    }
  }

  private void count(Interaction interaction) {
    Optional<Impression> cause = interaction.recommendationId().flatMap(this::find);
    if (cause.isEmpty() || !cause.get().itemIds().contains(interaction.itemId())) {
      return;
    }
    Kind kind = Kind.of(cause.get());
    if (isFirst(new Outcome(cause.get().id(), interaction.itemId(), false))) {
      count(kind, new Tally(0, 1, 0));
    }
    if (conversions.contains(interaction.type())
        && isFirst(new Outcome(cause.get().id(), interaction.itemId(), true))) {
      count(kind, new Tally(0, 0, 1));
    }
  }

  private boolean isFirst(Outcome outcome) {
    return counted.asMap().putIfAbsent(outcome, true) == null;
  }

  private Optional<Impression> find(String id) {
    synchronized (waiting) {
      Impression fresh = waiting.get(id);
      if (fresh != null) {
        return Optional.of(fresh);
      }
    }
    return repository.find(id);
  }

  private void count(Kind kind, Tally more) {
    synchronized (waiting) {
      Kind counted = tallies.containsKey(kind) || tallies.size() < MOST_KINDS ? kind : OTHER;
      tallies.merge(counted, more, Tally::plus);
    }
  }

  /** By kind, since the start. */
  public Map<Kind, Tally> tallies() {
    synchronized (waiting) {
      return Map.copyOf(tallies);
    }
  }

  /** How many could not be kept. */
  public long dropped() {
    synchronized (waiting) {
      return dropped;
    }
  }

  /** What came of all that are remembered, also from before the start. */
  public List<ImpressionRepository.Line> report() {
    flush();
    return repository.report();
  }

  /**
   * Erases a user from the store while nothing is written, and forgets what was shown to them and
   * is not written yet.
   *
   * @return what {@code erasing} gives
   */
  public boolean forget(String userId, BooleanSupplier erasing) {
    writing.lock();
    try {
      boolean known = erasing.getAsBoolean();
      synchronized (waiting) {
        waiting.values().removeIf(shown -> shown.userId().filter(userId::equals).isPresent());
      }
      return known;
    } finally {
      writing.unlock();
    }
  }

  /** Writes what is waiting, until {@code stopped}. */
  public void keep(CountDownLatch stopped) {
    Instant cleaned = Instant.EPOCH;
    boolean done = false;
    while (!done) {
      try {
        done = stopped.await(EVERY.toMillis(), TimeUnit.MILLISECONDS);
        flush();
        if (cleaned.isBefore(Instant.now().minus(Duration.ofHours(1)))) {
          cleaned = Instant.now();
          repository.deleteBefore(cleaned.minus(kept));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        done = true;
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "what was shown could not be written: " + e.getMessage());
      }
    }
  }

  /** What could not be written stays waiting. */
  private void flush() {
    writing.lock();
    try {
      List<Impression> batch;
      synchronized (waiting) {
        batch = List.copyOf(waiting.values());
      }
      if (!batch.isEmpty()) {
        repository.add(batch);
        synchronized (waiting) {
          batch.forEach(shown -> waiting.remove(shown.id()));
        }
      }
    } finally {
      writing.unlock();
    }
  }
}
