package dev.drago.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drago.inference.ScriptedEngine.Tenfold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ModelThreadsTest {

  private static final int CAPACITY = 4;

  private final ScriptedEngine engine = new ScriptedEngine();
  private final List<ModelThreads<Tenfold>> started = new ArrayList<>();

  @AfterEach
  void close() {
    engine.open();
    started.forEach(ModelThreads::close);
  }

  @Test
  void aFullQueueRefusesAtOnceAndTakesWorkAgainWhenThereIsRoom() {
    ModelThreads<Tenfold> threads = start(1, 1);
    Tenfold running = submitRunning(threads);
    List<Tenfold> waiting = submit(threads, CAPACITY);
    assertThat(threads.waiting()).isEqualTo(CAPACITY);

    long before = System.nanoTime();
    assertThatThrownBy(() -> threads.submit(new Tenfold(99, Deadline.none())))
        .isInstanceOf(OverloadedException.class)
        .hasMessage("the queue of test is full (4 waiting)");
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));

    engine.open();
    assertThat(running.result().join()).isEqualTo(-10);
    waiting.forEach(job -> assertThat(job.result().join()).isEqualTo(10 * job.value));
    Tenfold late = new Tenfold(5, Deadline.none());
    threads.submit(late);
    assertThat(late.result().join()).isEqualTo(50);
  }

  @Test
  void whoIsPatientWaitsForRoomInAFullQueue() {
    ModelThreads<Tenfold> threads = start(1, 1);
    submitRunning(threads);
    submit(threads, CAPACITY);
    Tenfold patient = new Tenfold(7, Deadline.none());
    CompletableFuture<Void> submitting = beside(() -> threads.submitWhenRoom(patient));
    assertThatThrownBy(() -> submitting.get(300, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    engine.open();

    submitting.join();
    assertThat(patient.result().join()).isEqualTo(70);
  }

  @Test
  void whoWaitsForRoomIsToldWhenTheThreadsAreClosed() {
    ModelThreads<Tenfold> threads = start(1, 1);
    submitRunning(threads);
    submit(threads, CAPACITY);
    CompletableFuture<Void> submitting =
        beside(() -> threads.submitWhenRoom(new Tenfold(7, Deadline.none())));
    CompletableFuture<Void> closing = beside(threads::close);

    assertThat(submitting)
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withCauseInstanceOf(IllegalStateException.class);
    engine.open();
    closing.join();
  }

  @Test
  void aJobWhoseDeadlinePassedInTheQueueIsNotRun() {
    ModelThreads<Tenfold> threads = start(1, 1);
    submitRunning(threads);
    Tenfold late = new Tenfold(1, Deadline.in(Duration.ofMillis(1)));
    Tenfold inTime = new Tenfold(2, Deadline.none());
    threads.submit(late);
    threads.submit(inTime);
    await().until(late::isAbandoned);
    engine.open();

    assertThat(inTime.result().join()).isEqualTo(20);
    assertThat(late.result())
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withCauseInstanceOf(TimeoutException.class);
    assertThat(engine.seen()).doesNotContain(1).contains(2);
  }

  @Test
  void aJobThatWasCancelledInTheQueueIsNotRun() {
    ModelThreads<Tenfold> threads = start(1, 1);
    submitRunning(threads);
    List<Tenfold> jobs = submit(threads, 3);
    jobs.get(1).result().cancel(false);
    engine.open();

    assertThat(jobs.get(2).result().join()).isEqualTo(20);
    assertThat(engine.seen()).containsExactly(-1, 0, 2);
  }

  @Test
  void anEngineThatThrowsFailsItsJobsAndTheThreadLivesOn() {
    ModelThreads<Tenfold> threads = start(1, 1);
    engine.open();
    for (Throwable failure :
        List.of(new IllegalStateException("bad"), new AssertionError("worse"))) {
      engine.failWith(failure);
      Tenfold failing = new Tenfold(1, Deadline.none());
      threads.submit(failing);
      assertThat(failing.result())
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableThat()
          .withCause(failure);

      Tenfold next = new Tenfold(2, Deadline.none());
      threads.submit(next);
      assertThat(next.result().join()).isEqualTo(20);
    }
    assertThat(engine.made.get()).isEqualTo(1);
  }

  @Test
  void aBatchTakesWhatIsWaitingAndNoMoreThanItMay() {
    ModelThreads<Tenfold> threads = start(1, 3);
    submitRunning(threads);
    List<Tenfold> jobs = submit(threads, CAPACITY);
    engine.open();

    jobs.forEach(job -> job.result().join());
    assertThat(engine.batches()).containsExactly(List.of(-1), List.of(0, 1, 2), List.of(3));
  }

  @Test
  void closingFinishesWhatRunsCancelsWhatWaitsAndEndsTheThreads() throws Exception {
    ModelThreads<Tenfold> threads = start(2, 1);
    Tenfold first = submitRunning(threads);
    Tenfold second = submitRunning(threads);
    List<Tenfold> waiting = submit(threads, 2);
    CompletableFuture<Void> closing = beside(threads::close);
    assertThat(closing).isNotDone();
    assertThatThrownBy(() -> closing.get(50, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    engine.open();
    closing.join();

    assertThat(first.result()).isCompletedWithValue(-10);
    assertThat(second.result()).isCompletedWithValue(-10);
    waiting.forEach(
        job ->
            assertThat(job.result().handle((value, e) -> e).join())
                .isInstanceOf(CancellationException.class)
                .hasMessage("test was closed"));
    assertThat(engine.closed.get()).isEqualTo(2);
    assertThatThrownBy(() -> threads.submit(new Tenfold(1, Deadline.none())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("test has been closed");
    threads.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("test-"));
  }

  /**
   * What slips into the queue while it is being closed is refused or cancelled, never forgotten.
   */
  @Test
  void nobodyWaitsForeverForAJobThatRacedWithClosing() throws Exception {
    engine.open();
    for (int round = 0; round < 40; round++) {
      ModelThreads<Tenfold> threads = start(1, 1);
      CountDownLatch ready = new CountDownLatch(1);
      List<Tenfold> accepted = new ArrayList<>();
      Thread sender =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 0; ; i++) {
                      Tenfold job = new Tenfold(i, Deadline.none());
                      try {
                        threads.submit(job);
                        accepted.add(job);
                      } catch (OverloadedException e) {
                        Thread.onSpinWait();
                      } catch (IllegalStateException e) {
                        return;
                      }
                      ready.countDown();
                    }
                  });
      ready.await();
      threads.close();
      sender.join();
      assertThat(accepted).as("round %d", round).allMatch(job -> job.result().isDone());
    }
  }

  @Test
  void whatMakingAnEngineThrowsIsWhatStartingThrows() {
    IllegalArgumentException cause = new IllegalArgumentException("no memory for a context");
    AtomicInteger turn = new AtomicInteger();

    assertThatThrownBy(
            () ->
                new ModelThreads<Tenfold>(
                    "broken",
                    3,
                    CAPACITY,
                    1,
                    _ -> {
                      if (turn.incrementAndGet() == 2) {
                        throw cause;
                      }
                      return engine.another();
                    }))
        .isSameAs(cause);
    assertThat(engine.closed).hasValue(2);
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("broken-"));
  }

  @Test
  void anEngineThatCannotBeMadeIsToldOnceAndNotAlsoByADyingThread() {
    List<Throwable> uncaught = new ArrayList<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> uncaught.add(e));
    try {
      assertThatThrownBy(
              () ->
                  new ModelThreads<Tenfold>(
                      "broken",
                      1,
                      CAPACITY,
                      1,
                      _ -> {
                        throw new UnsatisfiedLinkError("no llama_decode");
                      }))
          .hasStackTraceContaining("no llama_decode");
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
    assertThat(uncaught).isEmpty();
  }

  /** On a thread of its own, as the common pool may have only one. */
  private static CompletableFuture<Void> beside(Runnable work) {
    return CompletableFuture.runAsync(work, task -> Thread.ofVirtual().start(task));
  }

  private ModelThreads<Tenfold> start(int threads, int batch) {
    ModelThreads<Tenfold> all =
        new ModelThreads<>("test", threads, CAPACITY, batch, _ -> engine.another());
    started.add(all);
    return all;
  }

  /** Submits the job -1 and waits until an engine has it. */
  private Tenfold submitRunning(ModelThreads<Tenfold> threads) {
    int running = engine.seen().size();
    Tenfold job = new Tenfold(-1, Deadline.none());
    threads.submit(job);
    await().until(() -> engine.seen().size() > running);
    return job;
  }

  private static List<Tenfold> submit(ModelThreads<Tenfold> threads, int count) {
    List<Tenfold> jobs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Tenfold job = new Tenfold(i, Deadline.none());
      threads.submit(job);
      jobs.add(job);
    }
    return jobs;
  }
}
