package dev.drago.catalog.source;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** How the bytes of a line become text. */
enum Decoding {
  /** Nothing but valid UTF-8. */
  UTF_8,
  /**
   * UTF-8 where it is valid, else latin-1. MovieLens was latin-1 up to its 1M set and is UTF-8
   * since its 10M set, in files of the same names; an accented latin-1 title is never valid UTF-8.
   */
  UTF_8_OR_LATIN_1;

  /** The text, or a problem of kind {@code ENCODING}. */
  String decode(byte[] bytes, int from, int to) throws LineProblem {
    boolean ascii = true;
    for (int i = from; i < to; i++) {
      if (bytes[i] == 0) {
        throw new LineProblem(ImportError.Kind.ENCODING, "the line holds a NUL character");
      }
      ascii &= bytes[i] > 0;
    }
    if (ascii) {
      return latin1(bytes, from, to);
    }
    try {
      CharsetDecoder strict =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT);
      return strict.decode(ByteBuffer.wrap(bytes, from, to - from)).toString();
    } catch (CharacterCodingException e) {
      if (this == UTF_8_OR_LATIN_1) {
        return latin1(bytes, from, to);
      }
      throw new LineProblem(ImportError.Kind.ENCODING, "the line is not valid UTF-8");
    }
  }

  static String latin1(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
