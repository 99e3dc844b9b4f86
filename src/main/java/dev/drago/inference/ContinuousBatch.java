package dev.drago.inference;

import dev.drago.llama.Batch;
import dev.drago.llama.DecodeCancelledException;
import dev.drago.llama.KvFullException;
import dev.drago.llama.LlamaContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * One context that many tasks share: a decode carries a step of each, so that the weights are read
 * from memory once for all of them (continuous batching; Yu et al., "Orca", OSDI 2022).
 *
 * <p>A task joins as soon as the sequences and the room in the cache that it may come to need are
 * free, in order of arrival, and leaves the moment it is done or nobody waits for it any more. They
 * are set aside when it joins: no task fails half way for want of them. Prompts are read in pieces,
 * small ones while others write, so that a long prompt does not stop the others' text.
 *
 * <p><b>Prefix cache.</b> The sequence of a task that is done stays in the cache until its place is
 * needed, least recently used first. A task that begins like any sequence there, such as one with
 * the same system message or the next turn of the same conversation, starts with a copy of it,
 * which shares the cells and costs nothing. One that begins like a prompt being read waits for that
 * instead of reading the same beside it.
 */
final class ContinuousBatch implements ModelThreads.Engine<DecodeTask<?>> {

  /** Tokens of prompts in a decode: about a second of a 0.5B model on two cores. */
  private static final int PROMPT_PIECE = 128;

  /** The same while other tasks write. */
  private static final int PROMPT_PIECE_BESIDE_WRITERS = 32;

  /** Fewer tokens in common are read faster than waited for. */
  private static final int WORTH_WAITING = 32;

  private static final int MOST_KEPT = 8;

  private static final String MODEL = "chat";

  /** A sequence of a task that is done, the least recently used first in the list. */
  private record Kept(int[] tokens, int sequence) {}

  /** A sequence to begin with. */
  private record Prefix(int sequence, int length) {
    static final Prefix NONE = new Prefix(-1, 0);
  }

  private final LlamaContext context;
  private final Batch batch;
  private final Seats seats;
  private final Meter meter;
  private final float[] scratch;
  private final List<DecodeTask<?>> active = new ArrayList<>();
  private final ArrayDeque<DecodeTask<?>> waiting = new ArrayDeque<>();
  private final List<Kept> kept = new ArrayList<>();

  ContinuousBatch(LlamaContext context, Meter meter) {
    this.context = context;
    this.batch = new Batch(context.options().batchTokens());
    this.seats = new Seats(context);
    this.meter = meter;
    this.scratch = new float[context.model().vocabulary().size()];
  }

  @Override
  public void run(List<DecodeTask<?>> jobs, ModelThreads.Arrivals<DecodeTask<?>> arrivals) {
    waiting.addAll(jobs);
    context.abortIf(
        () -> arrivals.isClosing() || active.stream().allMatch(t -> t.result().isDone()));
    try {
      while (!(waiting.isEmpty() && active.isEmpty())) {
        if (arrivals.isClosing()) {
          throw new CancellationException("the model was closed");
        }
        leave();
        join(arrivals);
        if (!active.isEmpty()) {
          step();
        }
      }
    } catch (RuntimeException | Error e) {
      failAll(e);
    }
  }

  /** Those go that are done, that nobody waits for, or whose time is over. */
  private void leave() {
    Iterator<DecodeTask<?>> tasks = active.iterator();
    while (tasks.hasNext()) {
      DecodeTask<?> task = tasks.next();
      if (!task.result().isDone() && task.isLate()) {
        task.expire();
      }
      if (task.result().isDone()) {
        tasks.remove();
        task.end();
        keep(task.history(), task.sequence());
      }
    }
    meter.active(active.size());
  }

  private void join(ModelThreads.Arrivals<DecodeTask<?>> arrivals) {
    while (true) {
      if (waiting.isEmpty()) {
        arrivals.poll().ifPresent(waiting::add);
      }
      DecodeTask<?> next = waiting.peek();
      if (next == null) {
        return;
      }
      if (next.isAbandoned()) {
        waiting.remove();
        next.expire();
        continue;
      }
      Prefix prefix = longestPrefix(next.prompt());
      if (isBeingRead(next.prompt(), prefix.length()) || !makeRoom(next, prefix)) {
        return;
      }
      waiting.remove();
      begin(next, longestPrefix(next.prompt()));
    }
  }

  private void begin(DecodeTask<?> task, Prefix prefix) {
    int sequence =
        prefix.length() == 0 ? seats.take() : seats.copy(prefix.sequence(), prefix.length());
    task.sit(sequence, prefix.length());
    meter.prompt(task.prompt().length, prefix.length());
    active.add(task);
    meter.active(active.size());
    try {
      task.begin(seats);
    } catch (RuntimeException e) {
      task.result().completeExceptionally(e); // its own fault: the others go on
    }
  }

  /** The most of {@code prompt} that is cached; its last token is always read, for its logits. */
  private Prefix longestPrefix(int[] prompt) {
    Prefix longest = Prefix.NONE;
    for (DecodeTask<?> task : active) {
      longest = longer(longest, task.sequence(), task.history(), prompt);
    }
    for (Kept sequence : kept) {
      longest = longer(longest, sequence.sequence(), sequence.tokens(), prompt);
    }
    int used = longest.sequence();
    for (int i = 0; i < kept.size(); i++) {
      if (kept.get(i).sequence() == used) {
        kept.add(kept.remove(i)); // most recently used
        break;
      }
    }
    return longest;
  }

  private static Prefix longer(Prefix longest, int sequence, int[] tokens, int[] prompt) {
    int common = common(tokens, prompt);
    return common > longest.length() ? new Prefix(sequence, common) : longest;
  }

  private static int common(int[] tokens, int[] prompt) {
    int most = Math.min(tokens.length, prompt.length - 1);
    int mismatch = Arrays.mismatch(tokens, 0, most, prompt, 0, most);
    return mismatch < 0 ? most : mismatch;
  }

  /** Whether a task is about to read noticeably more of {@code prompt} than is cached. */
  private boolean isBeingRead(int[] prompt, int cached) {
    return active.stream()
        .filter(DecodeTask::isReading)
        .anyMatch(task -> common(task.prompt(), prompt) >= cached + WORTH_WAITING);
  }

  /**
   * Whether there is room for all the task may come to need, maybe after forgetting kept sequences,
   * of which none is forgotten in vain.
   */
  private boolean makeRoom(DecodeTask<?> task, Prefix prefix) {
    List<Kept> forgettable = new ArrayList<>(kept);
    if (!active.isEmpty()) {
      forgettable.removeIf(k -> k.sequence() == prefix.sequence());
    } // else even the one to begin with: alone the task must fit
    int tokens = forgettable.stream().mapToInt(k -> k.tokens().length).sum();
    if (freeSeats() + forgettable.size() < task.sequences()
        || freeCells() + tokens < task.cells()) {
      return false;
    }
    while (freeSeats() < task.sequences() || freeCells() < task.cells()) {
      forget(forgettable.removeFirst());
    }
    return true;
  }

  /** Sequences that neither a task may come to need nor a kept one has. */
  private int freeSeats() {
    int free = context.options().sequences() - kept.size();
    for (DecodeTask<?> task : active) {
      free -= task.sequences();
    }
    return free;
  }

  /**
   * Cells that neither a task may come to need nor a kept sequence has; shared ones count twice.
   */
  private int freeCells() {
    int free = context.cells();
    for (DecodeTask<?> task : active) {
      free -= task.cells();
    }
    for (Kept sequence : kept) {
      free -= sequence.tokens().length;
    }
    return free;
  }

  private void keep(int[] tokens, int sequence) {
    if (tokens.length == 0 || context.length(sequence) != tokens.length) {
      seats.leave(sequence);
      return;
    }
    kept.removeIf(
        old -> {
          boolean within =
              old.tokens().length <= tokens.length
                  && Arrays.mismatch(
                          old.tokens(), 0, old.tokens().length, tokens, 0, old.tokens().length)
                      < 0;
          if (within) {
            seats.leave(old.sequence());
          }
          return within;
        });
    kept.add(new Kept(tokens, sequence));
    if (kept.size() > MOST_KEPT) {
      forget(kept.getFirst());
    }
  }

  private void forget(Kept sequence) {
    kept.remove(sequence);
    seats.leave(sequence.sequence());
  }

  private void step() {
    batch.clear();
    List<DecodeTask<?>> taking = new ArrayList<>(active.size());
    for (DecodeTask<?> task : active) {
      if (!task.isReading() && !task.result().isDone()) {
        int before = batch.size();
        try {
          task.write(batch, batch.capacity() - before);
        } catch (RuntimeException e) {
          task.result().completeExceptionally(e);
        }
        if (batch.size() > before) {
          taking.add(task);
        }
      }
    }
    int written = batch.size();
    taking.removeIf(task -> task.result().isDone());
    int piece = taking.isEmpty() ? PROMPT_PIECE : PROMPT_PIECE_BESIDE_WRITERS;
    int room = Math.min(batch.capacity() - batch.size(), piece);
    for (DecodeTask<?> task : active) {
      if (task.isReading() && room > 0 && !task.result().isDone()) {
        int before = batch.size();
        task.read(batch, room);
        room -= batch.size() - before;
        taking.add(task);
      }
    }
    if (batch.size() == 0) {
      return;
    }
    try {
      decode(taking.size());
    } catch (DecodeCancelledException e) {
      abandon(e);
      return;
    }
    meter.decoded(batch.size(), written);
    for (DecodeTask<?> task : taking) {
      try {
        task.advance(context, scratch);
      } catch (RuntimeException e) {
        task.result().completeExceptionally(e);
      }
    }
    // Whoever found no room in this batch is first in the next.
    active.add(active.removeFirst());
  }

  /** Room was set aside, but it may lie in pieces, or kept sequences may be in the way. */
  private void decode(int tasks) {
    while (true) {
      try {
        DecodeEvent.decode(context, batch, MODEL, tasks);
        return;
      } catch (KvFullException e) {
        context.defragment();
      }
      try {
        DecodeEvent.decode(context, batch, MODEL, tasks);
        return;
      } catch (KvFullException e) {
        if (kept.isEmpty()) {
          throw e;
        }
        forget(kept.getFirst());
      }
    }
  }

  /**
   * Nobody waits for what was decoded; what is kept stays where the cancellation did not cut it.
   */
  private void abandon(DecodeCancelledException cancelled) {
    for (DecodeTask<?> task : active) {
      task.result().completeExceptionally(cancelled);
      task.end();
      seats.leave(task.sequence());
    }
    active.clear();
    for (Kept sequence : List.copyOf(kept)) {
      if (context.length(sequence.sequence()) != sequence.tokens().length) {
        forget(sequence);
      }
    }
    meter.active(0);
  }

  private void failAll(Throwable cause) {
    active.forEach(
        task -> {
          task.result().completeExceptionally(cause);
          task.end();
        });
    waiting.forEach(task -> task.result().completeExceptionally(cause));
    active.clear();
    waiting.clear();
    kept.clear();
    context.clear();
    seats.reset();
    meter.active(0);
  }

  @Override
  public void close() {
    context.close();
  }
}
