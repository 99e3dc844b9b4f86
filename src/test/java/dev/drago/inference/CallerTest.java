package dev.drago.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Jobs and whoever waits for them. */
final class CallerTest {

  private static final class Work extends Job<String> {
    Work() {
      super(Deadline.none());
    }
  }

  @Test
  void theJobsOfACallerThatGoesEndAndNoOthers() {
    Caller caller = new Caller("a");
    List<Work> its = new ArrayList<>();
    Work before = new Work();
    caller.run(() -> its.add(new Work()));
    Work done = caller.call(Work::new);
    done.result().complete("done");
    Caller other = new Caller("b");
    Work others = other.call(Work::new);
    caller.leave();
    its.add(caller.call(Work::new)); // made after it had gone

    assertThat(its)
        .allSatisfy(
            work -> {
              assertThat(work.isAbandoned()).isTrue();
              assertThat(work.result().handle((text, e) -> e).join())
                  .isInstanceOf(CallerGoneException.class);
            });
    assertThat(before.isAbandoned()).isFalse();
    assertThat(others.isAbandoned()).isFalse();
    assertThat(done.result().join()).isEqualTo("done");
    assertThat(Caller.current()).isEmpty();
  }

  /** A batch has thousands, each with a row of scores: none may be held once it is there. */
  @Test
  void aJobThatHasEndedIsForgotten() {
    Caller caller = new Caller("a");
    Work running = caller.call(Work::new);
    for (int n = 0; n < 100; n++) {
      Work work = caller.call(Work::new);
      assertThat(caller.jobs()).isEqualTo(2);
      work.result().complete("done");
    }
    assertThat(caller.jobs()).isEqualTo(1);
    caller.leave();
    assertThat(caller.jobs()).isZero();
    assertThat(running.isAbandoned()).isTrue();
    assertThat(caller.call(Work::new).isAbandoned()).isTrue();
    assertThat(caller.jobs()).isZero();
  }

  @Test
  void toCancelWhatIsMadeOfAFutureCancelsThatToo() {
    CompletableFuture<String> source = new CompletableFuture<>();
    CompletableFuture<Integer> length =
        Cancellations.reaching(source.thenApply(String::length), source);
    length.cancel(false);
    assertThat(source).isCancelled();

    CompletableFuture<String> answered = new CompletableFuture<>();
    CompletableFuture<Integer> known =
        Cancellations.reaching(answered.thenApply(String::length), answered);
    answered.complete("four");
    assertThat(known.join()).isEqualTo(4);
    assertThat(answered).isCompletedWithValue("four");
  }
}
