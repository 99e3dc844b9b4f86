package dev.drago.scoring.linear;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What {@code current.json} says: which files are in force, and what they were trained on.
 *
 * @param version of this form, {@value #VERSION}
 * @param trainedAt when the log was read
 * @param interactions how many there were
 * @param users how many there were
 * @param items how many ordinals there were
 * @param catalogue the checksum of the ordinals and ids of these items
 * @param models the linear models
 * @param popularity the faded counts
 */
public record Publication(
    int version,
    Instant trainedAt,
    long interactions,
    long users,
    int items,
    String catalogue,
    List<Model> models,
    Popularity popularity) {

  /** The only version there is. */
  public static final int VERSION = 1;

  /** Throws {@link IllegalArgumentException} with a sentence when a number is out of range. */
  public Publication {
    if (version != VERSION) {
      throw new IllegalArgumentException("it has version %d, not %d".formatted(version, VERSION));
    }
    if (interactions < 0 || users < 0 || items < 0) {
      throw new IllegalArgumentException("it counts less than nothing");
    }
    models = List.copyOf(models);
  }

  /** A file beside {@code current.json}. */
  public record FileEntry(String name, String sha256, long bytes) {

    /** Throws {@link IllegalArgumentException} when the name leads elsewhere. */
    public FileEntry {
      if (!name.matches("[a-z0-9-]+\\.bin")) {
        throw new IllegalArgumentException("'%s' is no name of a trained file".formatted(name));
      }
    }
  }

  /**
   * A linear model.
   *
   * @param name of its scorer
   * @param knownItems how many items it can score
   * @param denseItems between how many of them every pair has its exact weight
   */
  public record Model(
      String name,
      double ridge,
      double decay,
      int window,
      int knownItems,
      int denseItems,
      FileEntry file) {

    /** Whether it was trained as this version of Drago would train it. */
    boolean isOf(LinearRecipe recipe) {
      return name.equals(recipe.id())
          && ridge == recipe.ridge()
          && decay == recipe.decay()
          && window == recipe.window();
    }
  }

  /** Faded counts. */
  public record Popularity(Duration halfLife, FileEntry file) {}

  /** The entry of a scorer. */
  public Optional<Model> model(String name) {
    return models.stream().filter(model -> model.name().equals(name)).findFirst();
  }
}
