package dev.drago.llama;

import java.util.Arrays;
import java.util.Optional;

/**
 * How the numbers of a tensor are stored: blocks of so many numbers in so many bytes. Only types
 * that weights come in; those of intermediate results (and integers) make llama.cpp abort.
 */
public enum TensorType {
  F32(0, 1, 4),
  F16(1, 1, 2),
  Q4_0(2, 32, 18),
  Q4_1(3, 32, 20),
  Q5_0(6, 32, 22),
  Q5_1(7, 32, 24),
  Q8_0(8, 32, 34),
  Q2_K(10, 256, 84),
  Q3_K(11, 256, 110),
  Q4_K(12, 256, 144),
  Q5_K(13, 256, 176),
  Q6_K(14, 256, 210),
  IQ4_NL(20, 32, 18),
  IQ4_XS(23, 256, 136),
  BF16(30, 1, 2);

  private static final TensorType[] ALL = values();

  final int code;
  final int blockSize;
  final int blockBytes;

  TensorType(int code, int blockSize, int blockBytes) {
    this.code = code;
    this.blockSize = blockSize;
    this.blockBytes = blockBytes;
  }

  static Optional<TensorType> of(long code) {
    return Arrays.stream(ALL).filter(type -> type.code == code).findFirst();
  }
}
