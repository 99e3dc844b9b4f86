package dev.drago.llama;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A tiny model that can write any text: random weights, a token for each byte and some for longer
 * pieces.
 */
final class ByteModel {

  static final int EOS = 2;

  private static final List<String> PIECES =
      List.of(
          "{\"",
          "\":",
          "\",\"",
          "\"}",
          " the",
          "the",
          "true",
          "false",
          "null",
          "é",
          "€",
          "ab",
          "abc",
          "12",
          "123",
          "  ",
          "\n\n",
          "\",",
          "[]",
          "{}",
          "a\"",
          "1}",
          "-1",
          "0.5",
          "yes",
          "no",
          "<item:1>",
          "<|im_end|>x");

  private ByteModel() {}

  static Path write(Path file, long seed) {
    List<String> tokens = new ArrayList<>(TinyModels.SPECIAL);
    for (int b = 0; b < 256; b++) {
      tokens.add(written((byte) b));
    }
    for (String piece : PIECES) {
      StringBuilder token = new StringBuilder();
      for (byte b : piece.getBytes(StandardCharsets.UTF_8)) {
        token.append(written(b));
      }
      tokens.add(token.toString());
    }
    int used = tokens.size();
    while (tokens.size() % 32 != 0) {
      tokens.add("<unused:" + tokens.size() + ">");
    }
    List<Integer> types =
        IntStream.range(0, tokens.size())
            .mapToObj(i -> i < TinyModels.SPECIAL.size() ? 3 : i < used ? 1 : 5)
            .toList();
    List<String> ids =
        IntStream.range(0, tokens.size() - TinyModels.SPECIAL.size())
            .mapToObj(Integer::toString)
            .toList();
    TinyModels.Tiny tiny = TinyModels.sequence(TinyModels.Shape.SMALL, ids, seed);
    tiny.writer().texts("tokenizer.ggml.tokens", tokens);
    tiny.writer().wholes("tokenizer.ggml.token_type", types);
    return tiny.write(file);
  }

  /** A byte as byte-level vocabularies write it: printable ones as they are, others from U+0100. */
  private static String written(byte b) {
    int value = b & 0xFF;
    if (isPrintable(value)) {
      return Character.toString(value);
    }
    int before = (int) IntStream.range(0, value).filter(v -> !isPrintable(v)).count();
    return Character.toString(0x100 + before);
  }

  private static boolean isPrintable(int value) {
    return (value >= '!' && value <= '~')
        || (value >= 0xA1 && value <= 0xAC)
        || (value >= 0xAE && value <= 0xFF);
  }
}
