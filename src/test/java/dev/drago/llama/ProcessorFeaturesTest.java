package dev.drago.llama;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ProcessorFeaturesTest {

  private static final String AVX2_LIBRARY =
      "CPU : SSE3 = 1 | SSSE3 = 1 | AVX = 1 | AVX2 = 1 | F16C = 1 | FMA = 1 | BMI2 = 1 | OPENMP = 1 | ";
  private static final String AVX2_PROCESSOR =
      "processor\t: 0\nflags\t\t: fpu pni ssse3 avx f16c fma bmi2 avx2\n";

  @Test
  void aLibraryForThisProcessorUsesAllOfIt() {
    ProcessorFeatures features = ProcessorFeatures.of(AVX2_LIBRARY, AVX2_PROCESSOR);
    assertThat(features.used())
        .containsExactly("SSE3", "SSSE3", "AVX", "F16C", "FMA", "BMI2", "AVX2");
    assertThat(features.unused()).isEmpty();
    assertThat(features.missing()).isEmpty();
  }

  @Test
  void whatANewerProcessorHasIsNamed() {
    ProcessorFeatures features =
        ProcessorFeatures.of(
            AVX2_LIBRARY, AVX2_PROCESSOR.strip() + " avx512f avx512_vnni amx_int8\n");
    assertThat(features.unused()).containsExactly("AVX512", "AVX512_VNNI", "AMX_INT8");
    assertThat(features.missing()).isEmpty();
  }

  @Test
  void whatThisProcessorLacksIsNamed() {
    ProcessorFeatures features =
        ProcessorFeatures.of(
            AVX2_LIBRARY + "AVX512 = 1 | AVX512_VNNI = 1 | AMX_INT8 = 0 |", AVX2_PROCESSOR);
    assertThat(features.missing()).containsExactly("AVX512", "AVX512_VNNI");
  }

  @Test
  void whereTheSystemNamesNoFeaturesNothingIsSaidToBeMissing() {
    ProcessorFeatures features = ProcessorFeatures.of(AVX2_LIBRARY, "");
    assertThat(features.missing()).isEmpty();
    assertThat(features.unused()).isEmpty();
    assertThat(features.used()).contains("AVX2");
  }
}
