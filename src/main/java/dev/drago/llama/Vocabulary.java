package dev.drago.llama;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The tokens of a model and how text becomes tokens. Safe for use by many threads. */
public final class Vocabulary {

  /** The longest text, in UTF-8 bytes, that {@link #tokenize} accepts. */
  public static final int MAX_TEXT_BYTES = 4 << 20;

  private static final int USUAL_PIECE = 256;

  private final LlamaModel model;
  private final Functions functions;
  private final MemorySegment handle;
  private final List<String> tokens;
  private final BitSet endings = new BitSet();
  private final OptionalInt bos;
  private final OptionalInt eos;
  private final boolean splitRuns;
  private final int[] prefix;
  private final int[] suffix;

  /** Made when a grammar first needs it; guarded by this. */
  private @Nullable PieceTable pieces;

  Vocabulary(LlamaModel model, Functions functions, MemorySegment modelHandle) {
    this.model = model;
    this.functions = functions;
    this.tokens = model.header().strings("tokenizer.ggml.tokens").orElseThrow();
    String tokenizer = model.header().string("tokenizer.ggml.model").orElseThrow();
    this.splitRuns = tokenizer.equals("gpt2");
    try {
      this.handle = (MemorySegment) functions.modelGetVocab.invokeExact(modelHandle);
      int size = (int) functions.vocabNTokens.invokeExact(handle);
      if (size != tokens.size()) {
        throw new LlamaException(
            "llama.cpp sees %d tokens where the header has %d".formatted(size, tokens.size()));
      }
      for (int token = 0; token < size; token++) {
        if ((boolean) functions.vocabIsEog.invokeExact(handle, token)) {
          endings.set(token);
        }
      }
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
    this.bos = special(functions.vocabBos);
    this.eos = special(functions.vocabEos);
    int[] frame = raw("", true, false);
    boolean leads = frame.length > 0 && bos.equals(OptionalInt.of(frame[0]));
    this.prefix = leads ? new int[] {frame[0]} : new int[0];
    this.suffix = IntStream.of(frame).skip(prefix.length).toArray();
  }

  public int size() {
    return tokens.size();
  }

  /**
   * Turns text into tokens. A lone surrogate counts as a question mark.
   *
   * @param addSpecial whether the model's own leading and trailing tokens are added
   * @param parseSpecial whether the names of control tokens in the text become these tokens; never
   *     for text from outside. User-defined tokens, such as item tokens, are always parsed
   * @throws IllegalArgumentException when the text is longer than {@link #MAX_TEXT_BYTES}
   */
  public int[] tokenize(String text, boolean addSpecial, boolean parseSpecial) {
    model.acquire();
    try {
      IntStream.Builder tokens = IntStream.builder();
      add(tokens, addSpecial ? prefix : new int[0]);
      List<String> parts = splitRuns ? Runs.split(text) : List.of(text);
      for (String part : parts) {
        add(tokens, raw(part, false, parseSpecial));
      }
      add(tokens, addSpecial ? suffix : new int[0]);
      return tokens.build().toArray();
    } finally {
      model.release();
    }
  }

  /** The token as the vocabulary writes it, for instance {@code <item:42>}. */
  public String text(int token) {
    return tokens.get(requireToken(token));
  }

  /**
   * The bytes the token stands for in running text: maybe part of a character.
   *
   * @param special whether control tokens give their name instead of nothing
   */
  public byte[] piece(int token, boolean special) {
    requireToken(token);
    model.acquire();
    try (Arena arena = Arena.ofConfined()) {
      int length = USUAL_PIECE;
      while (true) {
        MemorySegment buffer = arena.allocate(length);
        int n = (int) functions.tokenToPiece.invokeExact(handle, token, buffer, length, 0, special);
        if (n >= 0) {
          return buffer.asSlice(0, n).toArray(JAVA_BYTE);
        }
        length = -n;
      }
    } catch (Throwable e) {
      throw Functions.failure(e);
    } finally {
      model.release();
    }
  }

  /** Whether a generated text ends with this token. */
  public boolean isEndOfGeneration(int token) {
    return endings.get(requireToken(token));
  }

  /**
   * The texts of all tokens; the first call takes a fraction of a second for a large vocabulary.
   */
  synchronized PieceTable pieces() {
    PieceTable known = pieces;
    if (known == null) {
      known = PieceTable.of(this);
      pieces = known;
    }
    return known;
  }

  /** The tokens that end a text. */
  IntStream endings() {
    return endings.stream();
  }

  public OptionalInt bos() {
    return bos;
  }

  public OptionalInt eos() {
    return eos;
  }

  private int requireToken(int token) {
    if (token < 0 || token >= tokens.size()) {
      throw new IndexOutOfBoundsException(
          "token %d is not in the vocabulary of %d".formatted(token, tokens.size()));
    }
    return token;
  }

  private OptionalInt special(MethodHandle getter) {
    try {
      int token = (int) getter.invokeExact(handle);
      return token >= 0 && token < tokens.size() ? OptionalInt.of(token) : OptionalInt.empty();
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
  }

  private int[] raw(String text, boolean addSpecial, boolean parseSpecial) {
    if (text.length() > MAX_TEXT_BYTES) {
      throw tooLong(text.length());
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_TEXT_BYTES) {
      throw tooLong(bytes.length);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocate(Math.max(bytes.length, 1));
      MemorySegment.copy(bytes, 0, in, JAVA_BYTE, 0, bytes.length);
      // Hardly ever more tokens than bytes; a negative answer tells how many there are then.
      int room = bytes.length + 2;
      while (true) {
        MemorySegment out = arena.allocate(JAVA_INT, room);
        int n =
            (int)
                functions.tokenize.invokeExact(
                    handle, in, bytes.length, out, room, addSpecial, parseSpecial);
        if (n >= 0) {
          return out.asSlice(0, n * JAVA_INT.byteSize()).toArray(JAVA_INT);
        }
        if (n == Integer.MIN_VALUE || -n <= room) {
          throw new LlamaException("llama.cpp cannot tokenize this text");
        }
        room = -n;
      }
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
  }

  private static void add(IntStream.Builder tokens, int[] more) {
    for (int token : more) {
      tokens.add(token);
    }
  }

  private static IllegalArgumentException tooLong(int length) {
    return new IllegalArgumentException(
        "the text has %d bytes; at most %d can be tokenized at once"
            .formatted(length, MAX_TEXT_BYTES));
  }
}
