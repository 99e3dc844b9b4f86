package dev.drago.http;

import java.nio.file.Path;

/**
 * Where the last complete evaluation of an instance is kept. Its files need not be there, and may
 * be replaced at any time: they are read when they are asked for.
 *
 * @param json the report
 * @param html the same as a page
 */
public record KeptEvaluation(Path json, Path html) {

  /** The files of the instance in the folder {@code data}. */
  public static KeptEvaluation of(Path data) {
    Path folder = data.resolve("evaluations");
    return new KeptEvaluation(folder.resolve("latest.json"), folder.resolve("latest.html"));
  }
}
