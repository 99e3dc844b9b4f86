package dev.drago.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The Java that runs this, the flags that matter, and the variables that llama.cpp's threads read.
 */
public final class JavaCheck {

  private static final String TOPIC = "java";
  private static final String THREADS = "threads";
  private static final double MB = 1e6;

  private JavaCheck() {}

  /** Of this process. */
  public static List<Finding> run() {
    return run(
        JavaCheck.class.getModule().isNativeAccessEnabled(),
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
        System.getenv());
  }

  static List<Finding> run(boolean nativeAccess, boolean vector, Map<String, String> environment) {
    List<Finding> findings = new ArrayList<>();
    long heap = Runtime.getRuntime().maxMemory();
    findings.add(
        Finding.ok(
            TOPIC,
            String.format(
                Locale.ROOT,
                "%s %s, %,.0f MB of heap at most",
                System.getProperty("java.vm.name"),
                Runtime.version(),
                heap / MB),
            Map.of("version", Runtime.version().toString(), "heapBytes", heap)));
    if (!nativeAccess) {
      findings.add(
          Finding.note(
              TOPIC,
              "native access is not granted, and a later Java will refuse it: add --enable-native-access=ALL-UNNAMED"));
    }
    if (!vector) {
      findings.add(
          Finding.note(
              TOPIC,
              "Lucene compares vectors without the processor's vector instructions: add --add-modules=jdk.incubator.vector"));
    }
    findings.add(openMp(environment));
    return findings;
  }

  /** PERFORMANCE.md has what spinning costs beside other busy threads. */
  private static Finding openMp(Map<String, String> environment) {
    String policy = environment.getOrDefault("OMP_WAIT_POLICY", "");
    String spin = environment.getOrDefault("GOMP_SPINCOUNT", "");
    if (!policy.equalsIgnoreCase("passive") && spin.isEmpty()) {
      return Finding.note(
          THREADS,
          "threads of a decode spin while they wait, which slows it down beside other busy threads: set OMP_WAIT_POLICY=passive and GOMP_SPINCOUNT=5000, as ./drago does");
    }
    return Finding.ok(
        THREADS,
        "OMP_WAIT_POLICY=%s GOMP_SPINCOUNT=%s".formatted(policy, spin),
        Map.of("ompWaitPolicy", policy, "gompSpincount", spin));
  }
}
