package dev.drago.models;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Folders with a manifest of one model "m" in "m.gguf". */
final class Manifests {

  private Manifests() {}

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the manifest says of {@code content}, with more fields before its end. */
  static String entry(byte[] content, String more) {
    return """
        {"id": "m", "role": "embedder", "file": "m.gguf", "bytes": %d, "sha256": "%s",
         "licence": "MIT", "origin": "made here", "figures": {"dimension": 384}%s}"""
        .formatted(content.length, sha256(content), more);
  }

  static ModelFolder write(Path folder, String... entries) throws IOException {
    Files.writeString(
        folder.resolve("manifest.json"),
        "{\"models\": [" + String.join(",", entries) + "]}",
        StandardCharsets.UTF_8);
    return ModelFolder.open(folder);
  }
}
