package dev.drago.recommend;

import dev.drago.scoring.Scorer;
import java.util.concurrent.CompletableFuture;

/** A scorer on demand, as one with a chat model is, that a test fails by asking. */
final class NeverAsked implements Scorer {

  @Override
  public String name() {
    return "generative";
  }

  @Override
  public boolean isOnDemand() {
    return true;
  }

  @Override
  public CompletableFuture<float[]> score(Request request) {
    throw new AssertionError("asked");
  }
}
