package dev.drago.inference;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for what models compute: a client of the server, say. When it goes away all {@link Job
 * jobs} that were made for it end, each within a step of its model, and whoever waits for one gets
 * a {@link CallerGoneException}.
 *
 * <p>The caller is a scoped value, because between the socket that closes and the job that has to
 * end are all the rooms of the house, and none of the others has anything to do with it. A job that
 * is made on another thread than the caller's has to be made within {@link #run} there.
 */
public final class Caller {

  private static final ScopedValue<Caller> CURRENT = ScopedValue.newInstance();

  private final String requestId;
  private final CompletableFuture<@Nullable Void> asking = new CompletableFuture<>();
  private final Map<Object, CompletableFuture<?>> jobs = new ConcurrentHashMap<>();
  private volatile boolean gone;

  /**
   * One that is there.
   *
   * @param requestId what records call its request
   */
  public Caller(String requestId) {
    this.requestId = requestId;
  }

  /** The caller in whose {@link #run} this thread is. */
  public static Optional<Caller> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  /** The same, to take along to another thread; where there is none, one that stays. */
  public static Caller here() {
    return current().orElseGet(() -> new Caller(""));
  }

  /** Does {@code work}, whose jobs are this caller's. */
  public void run(Runnable work) {
    ScopedValue.where(CURRENT, this).run(work);
  }

  /** The same for work that gives something. */
  public <T> T call(Supplier<T> work) {
    return ScopedValue.where(CURRENT, this).call(work::get);
  }

  /** Does {@code work} once, when the first job is made: only then it matters who goes away. */
  public void whenAsking(Runnable work) {
    var unused = asking.thenRun(work);
  }

  /** Nobody is there any more; jobs made from now on end at once. */
  public void leave() {
    gone = true;
    jobs.values().forEach(Caller::end);
  }

  /** What records call the request. */
  public String requestId() {
    return requestId;
  }

  /** Ends a job with this caller. */
  void endWithIt(CompletableFuture<?> job) {
    asking.complete(null);
    Object key = new Object();
    jobs.put(key, job);
    // A caller may outlive thousands of jobs, and their results are large.
    var unused = job.whenComplete((result, failure) -> jobs.remove(key));
    if (gone) {
      end(job); // who left a moment ago may not have seen it
    }
  }

  private static void end(CompletableFuture<?> job) {
    job.completeExceptionally(new CallerGoneException());
  }

  /** How many of its jobs have not ended. */
  int jobs() {
    return jobs.size();
  }
}
