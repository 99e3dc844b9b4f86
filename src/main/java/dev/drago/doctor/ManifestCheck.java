package dev.drago.doctor;

import dev.drago.models.ModelEntry;
import dev.drago.models.ModelFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The model files against the checksums of their manifest. */
public final class ManifestCheck {

  private static final double MB = 1e6;

  private ManifestCheck() {}

  /**
   * Reads every file of the manifest.
   *
   * @param needed ids of the models that a server would load; what is wrong with another is a note
   */
  public static List<Finding> run(ModelFolder folder, Set<String> needed) {
    List<Finding> findings = new ArrayList<>();
    for (ModelEntry entry : folder.entries()) {
      ModelFolder.State state = folder.verify(entry);
      String text =
          switch (state) {
            case PRESENT ->
                String.format(
                    Locale.ROOT, "%s, %.1f MB, checksum right", entry.id(), entry.bytes() / MB);
            case ABSENT -> entry.id() + " is not there";
            case WRONG_SIZE -> entry.id() + " has another size than the manifest says";
            case WRONG_CHECKSUM -> entry.id() + " has another checksum than the manifest says";
          };
      findings.add(
          new Finding(
              level(state, needed.contains(entry.id())),
              "models",
              text,
              Map.of("id", entry.id(), "state", state.name().toLowerCase(Locale.ROOT))));
    }
    if (findings.isEmpty()) {
      findings.add(Finding.note("models", "the models folder has no manifest, or an empty one"));
    }
    return findings;
  }

  private static Finding.Level level(ModelFolder.State state, boolean needed) {
    return switch (state) {
      case PRESENT -> Finding.Level.OK;
      // Not having what nobody asked for is how most machines are.
      case ABSENT -> needed ? Finding.Level.FAULT : Finding.Level.OK;
      case WRONG_SIZE, WRONG_CHECKSUM -> needed ? Finding.Level.FAULT : Finding.Level.NOTE;
    };
  }
}
