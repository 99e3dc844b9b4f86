package dev.drago.cli;

import java.nio.file.Path;

/** Where the last complete evaluation of an instance is kept, for the server to show. */
final class LatestEvaluation {

  private LatestEvaluation() {}

  static Path json(Path data) {
    return data.resolve("evaluations").resolve("latest.json");
  }

  static Path html(Path data) {
    return data.resolve("evaluations").resolve("latest.html");
  }
}
