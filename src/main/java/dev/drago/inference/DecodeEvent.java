package dev.drago.inference;

import dev.drago.llama.Batch;
import dev.drago.llama.LlamaContext;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A decode of a model's thread, for the JDK Flight Recorder. Costs nothing while none records. */
@Name("dev.drago.Decode")
@Label("Decode")
@Category("Drago")
@Description("One step of a model")
@StackTrace(false)
final class DecodeEvent extends Event {

  @Label("Model")
  String model = "";

  @Label("Jobs")
  @Description("How many jobs shared the step")
  int jobs;

  @Label("Tokens")
  @Description("How many tokens were read")
  int tokens;

  /** Decodes, and records that. */
  static void decode(LlamaContext context, Batch batch, String model, int jobs) {
    DecodeEvent event = new DecodeEvent();
    event.begin();
    try {
      context.decode(batch);
    } finally {
      event.end();
      if (event.shouldCommit()) {
        event.model = model;
        event.jobs = jobs;
        event.tokens = batch.size();
        event.commit();
      }
    }
  }
}
