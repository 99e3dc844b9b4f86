package dev.drago.llama;

import java.util.Optional;

/** The types of metadata values, in the order of their codes; bytes are the least they take. */
enum GgufType {
  U8(1),
  I8(1),
  U16(2),
  I16(2),
  U32(4),
  I32(4),
  F32(4),
  BOOL(1),
  STRING(8),
  ARRAY(12),
  U64(8),
  I64(8),
  F64(8);

  private static final GgufType[] BY_CODE = values();

  final int bytes;

  GgufType(int bytes) {
    this.bytes = bytes;
  }

  static Optional<GgufType> of(long code) {
    return code >= 0 && code < BY_CODE.length ? Optional.of(BY_CODE[(int) code]) : Optional.empty();
  }
}
