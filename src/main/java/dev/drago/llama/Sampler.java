package dev.drago.llama;

import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Chooses tokens from logits, with a grammar only such as it allows. Belongs to the thread that
 * made it, as contexts do.
 *
 * <p>With a grammar a token is first chosen as if there were none; only where the grammar refuses
 * it, which is seldom, are all tokens held against it and one of those allowed chosen. Where the
 * grammar allows nothing more, the choice is a token that ends the text.
 */
public final class Sampler implements AutoCloseable {

  private static final int EXPONENT = 0x7f80_0000;

  private final Thread owner = Thread.currentThread();
  private final Functions functions;
  private final MemorySegment chain;
  private final Optional<Constraint> constraint;
  private boolean closed;

  /** A sampler for any model of a library, without a grammar. */
  public Sampler(LlamaLibrary library, SamplerOptions options) {
    this(library, options, Optional.empty());
  }

  /**
   * A sampler for contexts of {@code model}. With a grammar the first of a model takes a moment: it
   * reads what all tokens stand for.
   */
  public Sampler(LlamaModel model, SamplerOptions options, Optional<Grammar> grammar) {
    this(model.library(), options, grammar.map(g -> new Constraint(g, model.vocabulary())));
  }

  private Sampler(LlamaLibrary library, SamplerOptions options, Optional<Constraint> constraint) {
    this.constraint = constraint;
    functions = library.functions();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment params = arena.allocate(Layouts.SAMPLER_CHAIN_PARAMS);
      params.set(JAVA_BOOLEAN, 0, true);
      chain = (MemorySegment) functions.samplerChainInit.invokeExact(params);
      build(options);
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
  }

  /** In llama.cpp's own order: penalties first, temperature last. */
  private void build(SamplerOptions options) throws Throwable {
    if (options.repeatPenalty() != 1 && options.repeatWindow() > 0) {
      add(
          (MemorySegment)
              functions.samplerInitPenalties.invokeExact(
                  options.repeatWindow(), options.repeatPenalty(), 0f, 0f));
    }
    if (options.temperature() == 0) {
      add((MemorySegment) functions.samplerInitGreedy.invokeExact());
      return;
    }
    if (options.topK() > 0) {
      add((MemorySegment) functions.samplerInitTopK.invokeExact(options.topK()));
    }
    if (options.topP() < 1) {
      add((MemorySegment) functions.samplerInitTopP.invokeExact(options.topP(), 1L));
    }
    if (options.minP() > 0) {
      add((MemorySegment) functions.samplerInitMinP.invokeExact(options.minP(), 1L));
    }
    add((MemorySegment) functions.samplerInitTemp.invokeExact(options.temperature()));
    // -1 would mean a random seed.
    int seed = options.seed() == -1 ? Integer.MIN_VALUE : options.seed();
    add((MemorySegment) functions.samplerInitDist.invokeExact(seed));
  }

  private void add(MemorySegment sampler) throws Throwable {
    functions.samplerChainAdd.invokeExact(chain, sampler);
  }

  /** Chooses the token after the batch's token at {@code index} and accepts it. */
  public int sample(LlamaContext context, int index) {
    requireUsable();
    MemorySegment logits = context.nativeLogits(index);
    requireFinite(logits);
    if (constraint.isPresent()) {
      return sample(constraint.get(), logits);
    }
    try {
      return (int)
          functions.samplerSample.invokeExact(chain, context.handle(), context.nativeIndex(index));
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
  }

  private int sample(Constraint grammar, MemorySegment logits) {
    grammar.requireFit(logits);
    Candidates candidates = grammar.candidates();
    candidates.clear();
    for (int token = 0; token < grammar.vocabularySize(); token++) {
      candidates.add(token, logits.getAtIndex(JAVA_FLOAT, token));
    }
    int token = choose(candidates);
    if (!grammar.allows(token)) {
      candidates.clear();
      grammar.allowed(allowed -> candidates.add(allowed, logits.getAtIndex(JAVA_FLOAT, allowed)));
      if (candidates.isEmpty()) {
        throw new LlamaException(
            "no token of the model can continue the text as the grammar has it");
      }
      token = choose(candidates);
    }
    accept(token);
    return token;
  }

  private int choose(Candidates candidates) {
    try {
      functions.samplerApply.invokeExact(chain, candidates.struct());
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
    return candidates.selected();
  }

  /**
   * Whether the grammar allows nothing but the end of the text now. Without a grammar it is never
   * so.
   */
  public boolean mustEnd() {
    requireUsable();
    return constraint.map(Constraint::mustEnd).orElse(false);
  }

  /** Sorting NaN is undefined in C++: broken weights would end the process here. */
  private static void requireFinite(MemorySegment logits) {
    int broken = 0;
    long count = logits.byteSize() / Integer.BYTES;
    for (long i = 0; i < count; i++) {
      int exponent = logits.getAtIndex(JAVA_INT, i) & EXPONENT;
      broken |= exponent == EXPONENT ? 1 : 0;
    }
    if (broken != 0) {
      throw new LlamaException("the model's answer is not a number: its weights are broken");
    }
  }

  /**
   * Tells the sampler of a token it has not chosen itself, for the repeat penalty and the grammar.
   *
   * @throws IllegalArgumentException when the grammar does not allow it
   */
  public void accept(int token) {
    requireUsable();
    constraint.ifPresent(grammar -> grammar.accept(token));
    try {
      functions.samplerAccept.invokeExact(chain, token);
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
  }

  /** Forgets the accepted tokens and starts again from the seed. */
  public void reset() {
    requireUsable();
    constraint.ifPresent(Constraint::reset);
    try {
      functions.samplerReset.invokeExact(chain);
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
  }

  private void requireUsable() {
    if (Thread.currentThread() != owner) {
      throw new WrongThreadException(
          "this sampler belongs to %s, not to %s".formatted(owner, Thread.currentThread()));
    }
    if (closed) {
      throw new IllegalStateException("this sampler is closed");
    }
  }

  /** Frees it; a second call does nothing. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    requireUsable();
    closed = true;
    try {
      functions.samplerFree.invokeExact(chain);
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
  }
}
