package dev.drago.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.BitSet;

/** llama.cpp's own grammar, as the oracle for ours. Only for grammars that ours has accepted. */
@SuppressWarnings("restricted")
final class NativeGrammar implements AutoCloseable {

  private final LlamaModel model;
  private final Functions functions;
  private final MemorySegment sampler;

  NativeGrammar(LlamaModel model, String gbnf) {
    this.model = model;
    this.functions = model.library().functions();
    MethodHandle init =
        Linker.nativeLinker()
            .downcallHandle(
                SymbolLookup.libraryLookup(model.library().path(), Arena.global())
                    .find("llama_sampler_init_grammar")
                    .orElseThrow(),
                FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment vocab = (MemorySegment) functions.modelGetVocab.invokeExact(model.acquire());
      sampler =
          (MemorySegment)
              init.invokeExact(vocab, arena.allocateFrom(gbnf), arena.allocateFrom("root"));
      if (sampler.address() == 0) {
        throw new AssertionError("llama.cpp refuses " + gbnf);
      }
    } catch (Throwable e) {
      throw Functions.failure(e);
    } finally {
      model.release();
    }
  }

  BitSet allowed() {
    Candidates candidates = new Candidates(model.vocabulary().size());
    for (int token = 0; token < model.vocabulary().size(); token++) {
      candidates.add(token, 0);
    }
    MemorySegment struct = candidates.struct();
    try {
      functions.samplerApply.invokeExact(sampler, struct);
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
    MemorySegment data = struct.get(ADDRESS, 0).reinterpret(12L * model.vocabulary().size());
    BitSet allowed = new BitSet();
    for (int i = 0; i < model.vocabulary().size(); i++) {
      if (data.get(JAVA_FLOAT, 12L * i + 4) == 0) {
        allowed.set(data.get(JAVA_INT, 12L * i));
      }
    }
    return allowed;
  }

  void accept(int token) {
    try {
      functions.samplerAccept.invokeExact(sampler, token);
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
  }

  @Override
  public void close() {
    try {
      functions.samplerFree.invokeExact(sampler);
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
  }
}
