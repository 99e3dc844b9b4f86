package dev.drago.doctor;

import dev.drago.file.Sha256;
import dev.drago.llama.Device;
import dev.drago.llama.LlamaLibrary;
import dev.drago.llama.ProcessorFeatures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which library is loaded, what of the processor it uses, and which GPUs it has found. */
public final class LibraryCheck {

  private static final double GB = 1e9;

  private LibraryCheck() {}

  /**
   * Of a library that could be loaded.
   *
   * @param bundled whether it is the one in the jar
   */
  public static List<Finding> run(LlamaLibrary library, boolean bundled) {
    List<Finding> findings = new ArrayList<>();
    findings.add(loaded(library, bundled));
    findings.add(processor(library.processorFeatures(), bundled));
    findings.addAll(gpus(library));
    return findings;
  }

  private static Finding loaded(LlamaLibrary library, boolean bundled) {
    String sha256 = sha256(library);
    return Finding.ok(
        "library",
        "%s, %s, sha256 %s"
            .formatted(bundled ? "the one in the jar" : "your own", library.path(), sha256),
        Map.of(
            "bundled",
            bundled,
            "path",
            library.path().toString(),
            "sha256",
            sha256,
            "systemInfo",
            library.systemInfo()));
  }

  static Finding processor(ProcessorFeatures features, boolean bundled) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("used", features.used());
    facts.put("unused", features.unused());
    String used = "the library uses " + String.join(", ", features.used());
    if (features.unused().isEmpty()) {
      return Finding.ok("processor", used, facts);
    }
    String unused = ", and not the processor's " + String.join(", ", features.unused());
    String advice = bundled ? " (native/build.sh cpu makes a library that does)" : "";
    return new Finding(Finding.Level.NOTE, "processor", used + unused + advice, facts);
  }

  private static List<Finding> gpus(LlamaLibrary library) {
    if (!library.supportsGpuOffload()) {
      return List.of(
          Finding.ok("gpu", "the library was built without GPUs", Map.of("supported", false)));
    }
    List<Finding> gpus =
        library.devices().stream()
            .filter(device -> device.kind() == Device.Kind.GPU)
            .map(LibraryCheck::gpu)
            .toList();
    return gpus.isEmpty()
        ? List.of(Finding.note("gpu", "the library can use a GPU, and finds none"))
        : gpus;
  }

  private static Finding gpu(Device device) {
    return Finding.ok(
        "gpu",
        String.format(
            Locale.ROOT,
            "%s: %s, %.1f of %.1f GB free",
            device.name(),
            device.description(),
            device.freeBytes() / GB,
            device.totalBytes() / GB),
        Map.of(
            "supported", true,
            "name", device.name(),
            "description", device.description(),
            "freeBytes", device.freeBytes(),
            "totalBytes", device.totalBytes()));
  }

  private static String sha256(LlamaLibrary library) {
    try {
      return Sha256.of(library.path());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
