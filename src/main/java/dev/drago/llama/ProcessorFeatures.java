package dev.drago.llama;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The instructions that a library was compiled for, beside those that this processor has; in
 * llama.cpp's names.
 *
 * @param used by the library, and there
 * @param unused there, and not used by the library: one compiled for this machine may be faster
 * @param missing used by the library, and not there: the first decode would end the process
 */
public record ProcessorFeatures(Set<String> used, Set<String> unused, Set<String> missing) {

  static final Path PROCESSOR = Path.of("/proc/cpuinfo");

  /** llama.cpp's name of a feature, and the kernel's. */
  private static final List<Map.Entry<String, String>> NAMES =
      List.of(
          Map.entry("SSE3", "pni"),
          Map.entry("SSSE3", "ssse3"),
          Map.entry("AVX", "avx"),
          Map.entry("F16C", "f16c"),
          Map.entry("FMA", "fma"),
          Map.entry("BMI2", "bmi2"),
          Map.entry("AVX2", "avx2"),
          Map.entry("AVX_VNNI", "avx_vnni"),
          Map.entry("AVX512", "avx512f"),
          Map.entry("AVX512_VBMI", "avx512vbmi"),
          Map.entry("AVX512_VNNI", "avx512_vnni"),
          Map.entry("AVX512_BF16", "avx512_bf16"),
          Map.entry("AMX_INT8", "amx_int8"));

  /**
   * @param systemInfo what llama.cpp says of itself: {@code CPU : AVX = 1 | AVX2 = 1 |}
   * @param processor the text of {@code /proc/cpuinfo}
   */
  static ProcessorFeatures of(String systemInfo, String processor) {
    Set<String> flags = flags(processor);
    Set<String> used = new LinkedHashSet<>();
    Set<String> unused = new LinkedHashSet<>();
    Set<String> missing = new LinkedHashSet<>();
    for (Map.Entry<String, String> name : NAMES) {
      String feature = name.getKey();
      boolean compiled = Pattern.compile("\\b" + feature + " = 1\\b").matcher(systemInfo).find();
      // Another architecture, or a system that does not tell: then nothing is known to lack.
      boolean there = flags.contains(name.getValue()) || (flags.isEmpty() && compiled);
      if (compiled) {
        (there ? used : missing).add(feature);
      } else if (there) {
        unused.add(feature);
      }
    }
    return new ProcessorFeatures(used, unused, missing);
  }

  /** As the kernel names them; empty where it names none. */
  static Set<String> flags(String processor) {
    return processor
        .lines()
        .filter(line -> line.startsWith("flags"))
        .findFirst()
        .map(line -> Set.copyOf(Arrays.asList(line.split("\\s+"))))
        .orElse(Set.of());
  }

  /** The text of {@code /proc/cpuinfo}; empty where there is none. */
  static String processor() {
    try {
      return Files.readString(PROCESSOR);
    } catch (IOException e) {
      return "";
    }
  }
}
