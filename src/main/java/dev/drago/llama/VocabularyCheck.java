package dev.drago.llama;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** The part of {@link ModelCheck} that looks at the tokenizer. */
final class VocabularyCheck {

  private static final String PREFIX = "tokenizer.ggml.";
  private static final int MAX_TOKENS = 1 << 22;
  private static final int MAX_TOKEN_TYPE = 6;
  private static final int BYTE = 6;

  /** A unigram tokenizer of SentencePiece, as XLM-R has it. */
  static final String UNIGRAM = "t5";

  private static final String BOS = PREFIX + "bos_token_id";

  /** The tokenizers each architecture comes with here; the others abort on odd input. */
  private static final Map<String, Set<String>> TOKENIZERS =
      Map.of(
          "qwen2",
          Set.of("gpt2"),
          "llama",
          Set.of("gpt2", "llama"),
          "bert",
          Set.of("bert", UNIGRAM));

  private static final Set<String> SPLITTERS =
      Set.of(
          "default",
          "gpt-2",
          "qwen2",
          "deepseek-r1-qwen",
          "megrez",
          "llama-bpe",
          "llama-v3",
          "llama3",
          "falcon3",
          "smollm");

  /** Ids llama.cpp takes when the file names none. */
  private static final Map<String, Map<String, Integer>> DEFAULTS =
      Map.of(
          "gpt2",
          Map.of("bos_token_id", 11, "eos_token_id", 11),
          "llama",
          Map.of("bos_token_id", 1, "eos_token_id", 2, "unknown_token_id", 0),
          UNIGRAM,
          Map.of("eos_token_id", 1, "unknown_token_id", 2, "padding_token_id", 0),
          "bert",
          Map.of(
              "bos_token_id", 101,
              "unknown_token_id", 100,
              "seperator_token_id", 102,
              "padding_token_id", 0,
              "mask_token_id", 103));

  private VocabularyCheck() {}

  /** The number of tokens, when all is well. */
  static int check(Gguf file) {
    String tokenizer = file.string(PREFIX + "model").orElse("");
    if (!TOKENIZERS.getOrDefault(file.architecture(), Set.of()).contains(tokenizer)) {
      throw invalid(
          file, "a %s model cannot have the tokenizer '%s'", file.architecture(), tokenizer);
    }
    List<String> tokens =
        file.strings(PREFIX + "tokens").orElseThrow(() -> invalid(file, "it has no tokens"));
    if (tokens.isEmpty() || tokens.size() > MAX_TOKENS) {
      throw invalid(file, "it has %d tokens", tokens.size());
    }
    requireDistinct(file, tokens);
    checkTypes(file, tokenizer, tokens);
    if (file.metadata().get(PREFIX + "scores") instanceof GgufValue.Reals(List<Double> scores)
        && scores.size() != tokens.size()) {
      throw invalid(file, "it has %d scores for %d tokens", scores.size(), tokens.size());
    }
    if (tokenizer.equals("gpt2")) {
      if (file.strings(PREFIX + "merges").isEmpty()) {
        throw invalid(file, "it has no merges");
      }
      String splitter = file.string(PREFIX + "pre").orElse("default");
      if (!SPLITTERS.contains(splitter)) {
        throw invalid(file, "its pre-tokenizer '%s' is not supported", splitter);
      }
    }
    if (tokenizer.equals("llama")) {
      requireBytes(file, tokens);
    }
    if (tokenizer.equals(UNIGRAM)) {
      checkUnigram(file);
    }
    checkSpecial(file, tokenizer, tokens.size());
    return tokens.size();
  }

  /** llama.cpp names an empty token [EMPTY_i] and asserts that all names differ. */
  private static void requireDistinct(Gguf file, List<String> tokens) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < tokens.size(); i++) {
      String token = tokens.get(i).isEmpty() ? "[EMPTY_" + i + "]" : tokens.get(i);
      if (!seen.add(token)) {
        throw invalid(file, "the token '%s' occurs twice", token);
      }
    }
  }

  private static void checkTypes(Gguf file, String tokenizer, List<String> tokens) {
    List<Long> types = file.integers(PREFIX + "token_type").orElse(List.of());
    if (types.isEmpty()) {
      return;
    }
    if (types.size() != tokens.size()) {
      throw invalid(file, "it has %d token types for %d tokens", types.size(), tokens.size());
    }
    for (int i = 0; i < types.size(); i++) {
      long type = types.get(i);
      boolean misplacedByte =
          type == BYTE && !(tokenizer.equals("llama") && tokens.get(i).matches("<0x[0-9A-F]{2}>"));
      if (type < 0 || type > MAX_TOKEN_TYPE || misplacedByte) {
        throw invalid(file, "token %d cannot have the type %d", i, type);
      }
    }
  }

  /** Without all of them, a character that is no token would end the process. */
  private static void requireBytes(Gguf file, List<String> tokens) {
    Set<String> present = new HashSet<>(tokens);
    for (int b = 0; b < 256; b++) {
      if (!present.contains("<0x%02X>".formatted(b))) {
        throw invalid(file, "its vocabulary lacks the byte token <0x%02X>", b);
      }
    }
  }

  /** What llama.cpp asserts or throws only while it tokenizes. */
  private static void checkUnigram(Gguf file) {
    if (file.flag(PREFIX + "add_bos_token").orElse(false) && !file.metadata().containsKey(BOS)) {
      throw invalid(file, "%s is missing, and every text is to begin with it", BOS);
    }
    if (!(file.metadata().get(PREFIX + "scores") instanceof GgufValue.Reals(List<Double> scores))
        || !scores.stream().allMatch(Double::isFinite)) {
      throw invalid(file, "its tokens have no scores, or some that are no numbers");
    }
    try {
      CharacterMap.check(file.integers(PREFIX + "precompiled_charsmap").orElse(List.of()));
    } catch (IllegalArgumentException e) {
      throw new InvalidModelException(file.path(), "its character map " + e.getMessage(), e);
    }
  }

  private static void checkSpecial(Gguf file, String tokenizer, int size) {
    for (String key : file.metadata().keySet()) {
      if (key.startsWith(PREFIX) && key.endsWith("_token_id")) {
        whole(file, key, 0, size - 1);
      }
    }
    DEFAULTS
        .getOrDefault(tokenizer, Map.of())
        .forEach(
            (key, id) -> {
              if (id >= size && !file.metadata().containsKey(PREFIX + key)) {
                throw invalid(file, "%s%s is missing", PREFIX, key);
              }
            });
  }

  static int whole(Gguf file, String key, int least, int most) {
    OptionalLong value = file.integer(key);
    if (value.isEmpty()) {
      throw invalid(file, "%s is missing or no whole number", key);
    }
    if (value.getAsLong() < least || value.getAsLong() > most) {
      throw invalid(file, "%s must be %d to %d, not %d", key, least, most, value.getAsLong());
    }
    return (int) value.getAsLong();
  }

  @SuppressWarnings("AnnotateFormatMethod")
  private static InvalidModelException invalid(Gguf file, String problem, Object... arguments) {
    return new InvalidModelException(file.path(), problem.formatted(arguments));
  }
}
