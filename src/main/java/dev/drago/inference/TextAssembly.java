package dev.drago.inference;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tokens' bytes to text that may be shown: a character in parts is held back until it is whole, and
 * what may be the beginning of a stop string until it is known not to be one.
 */
final class TextAssembly {

  private final List<String> stop;
  private final Consumer<String> pieces;
  private final StringBuilder shown = new StringBuilder();
  private final StringBuilder held = new StringBuilder();
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private byte[] incomplete = new byte[0];

  TextAssembly(List<String> stop, Consumer<String> pieces) {
    this.stop = stop;
    this.pieces = pieces;
  }

  /** Appends; whether a stop string has come, after which nothing may be appended. */
  boolean append(byte[] bytes) {
    held.append(decode(bytes, false));
    for (int i = 0; i < held.length(); i++) {
      for (String end : stop) {
        if (startsWith(i, end)) {
          show(i);
          held.setLength(0);
          incomplete = new byte[0];
          return true;
        }
      }
    }
    show(held.length() - longestStart());
    return false;
  }

  /** Nothing more comes: what was held back is text. */
  void end() {
    held.append(decode(new byte[0], true));
    show(held.length());
  }

  String text() {
    return shown.toString();
  }

  private String decode(byte[] bytes, boolean end) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(incomplete);
    all.writeBytes(bytes);
    ByteBuffer in = ByteBuffer.wrap(all.toByteArray());
    CharBuffer out = CharBuffer.allocate(in.remaining() + 2);
    decoder.decode(in, out, end);
    if (end) {
      decoder.flush(out);
    }
    incomplete = new byte[in.remaining()];
    in.get(incomplete);
    return out.flip().toString();
  }

  private boolean startsWith(int at, String end) {
    return held.length() - at >= end.length()
        && end.contentEquals(held.subSequence(at, at + end.length()));
  }

  /** How many of the last characters held may be the beginning of a stop string. */
  private int longestStart() {
    int longest = 0;
    for (String end : stop) {
      for (int n = Math.min(end.length() - 1, held.length()); n > longest; n--) {
        if (end.startsWith(held.substring(held.length() - n))) {
          longest = n;
        }
      }
    }
    return longest;
  }

  private void show(int length) {
    if (length > 0) {
      String piece = held.substring(0, length);
      held.delete(0, length);
      shown.append(piece);
      pieces.accept(piece);
    }
  }
}
