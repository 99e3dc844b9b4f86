package dev.drago.inference;

import dev.drago.inference.Generated.Finish;
import dev.drago.llama.Batch;
import dev.drago.llama.Grammar;
import dev.drago.llama.LlamaContext;
import dev.drago.llama.LlamaModel;
import dev.drago.llama.Sampler;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A text that is being written, a token a step. */
final class Writing extends DecodeTask<Generated> {

  private final GenerationRequest request;
  private final Optional<Grammar> grammar;
  private final LlamaModel model;
  private final Function<String, Optional<String>> names;
  private final TextAssembly text;
  private final int maxTokens;
  private final long started = System.nanoTime();
  private final int[] written;
  private int count;

  /** The tokens written that are cached: all, or all but the last. */
  private int fed;

  private int row = -1;
  private long firstNanos;
  private @Nullable Sampler sampler;

  /**
   * @param maxTokens the most tokens to write: what was asked for, or what the context has room for
   * @param names what is shown instead of a token of this text, such as an item's title
   */
  Writing(
      LlamaModel model,
      int[] prompt,
      GenerationRequest request,
      int maxTokens,
      Function<String, Optional<String>> names,
      Consumer<String> pieces) {
    super(prompt, request.deadline());
    this.model = model;
    this.request = request;
    this.grammar = request.grammar().map(Grammar::parse); // here, not on the thread all wait for
    this.maxTokens = maxTokens;
    this.names = names;
    this.text = new TextAssembly(request.stop(), pieces);
    this.written = new int[maxTokens];
  }

  @Override
  int sequences() {
    return 1;
  }

  @Override
  int cells() {
    return prompt().length + maxTokens;
  }

  @Override
  void begin(Seats seats) {
    sampler = new Sampler(model, request.sampling().options(), grammar);
  }

  @Override
  void write(Batch batch, int room) {
    if (room > 0) {
      row = batch.size();
      batch.add(written[fed], prompt().length + fed, sequence(), true);
      fed++;
    }
  }

  @Override
  void advance(LlamaContext context, int promptRow, float[] scratch) {
    Sampler chooser = Objects.requireNonNull(sampler);
    int token = chooser.sample(context, promptRow >= 0 ? promptRow : row);
    if (count == 0) {
      firstNanos = System.nanoTime() - started;
    }
    if (model.vocabulary().isEndOfGeneration(token)) {
      finish(Finish.STOP);
      return;
    }
    written[count++] = token;
    if (text.append(bytes(token))) {
      finish(Finish.STOP);
    } else if (count == maxTokens) {
      finish(Finish.LENGTH);
    }
  }

  private byte[] bytes(int token) {
    return names
        .apply(model.vocabulary().text(token))
        .map(name -> name.getBytes(StandardCharsets.UTF_8))
        .orElseGet(() -> model.vocabulary().piece(token, false));
  }

  /** A text that has not begun is none. */
  @Override
  void expire() {
    if (count == 0) {
      super.expire();
    } else {
      finish(Finish.DEADLINE);
    }
  }

  private void finish(Finish why) {
    text.end();
    result()
        .complete(
            new Generated(
                text.text(),
                why,
                prompt().length,
                cached(),
                count,
                count == 0 ? 0 : firstNanos,
                System.nanoTime() - started));
  }

  /** The prompt and what was written after it: the next turn begins so. */
  @Override
  int[] history() {
    int[] read = super.history();
    int[] all = Arrays.copyOf(read, read.length + fed);
    System.arraycopy(written, 0, all, read.length, fed);
    return all;
  }

  @Override
  void end() {
    if (sampler != null) {
      sampler.close();
    }
  }
}
