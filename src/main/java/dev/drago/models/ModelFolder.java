package dev.drago.models;

import dev.drago.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A folder of GGUF files with its {@code manifest.json}. A model is used only when its file is
 * there and has the checksum that the manifest gives.
 */
public final class ModelFolder {

  /** How a model's file compares with the manifest. */
  public enum State {
    PRESENT,
    ABSENT,
    WRONG_SIZE,
    WRONG_CHECKSUM
  }

  private static final String MANIFEST = "manifest.json";

  private final Path folder;
  private final List<ModelEntry> entries;

  private ModelFolder(Path folder, List<ModelEntry> entries) {
    this.folder = folder;
    this.entries = List.copyOf(entries);
  }

  /** Reads the manifest; a folder without one has no models. */
  public static ModelFolder open(Path folder) {
    Path manifest = folder.resolve(MANIFEST);
    if (!Files.exists(manifest)) {
      return new ModelFolder(folder, List.of());
    }
    return new ModelFolder(folder, Manifest.read(manifest));
  }

  public List<ModelEntry> entries() {
    return entries;
  }

  /** The models of a role, in the manifest's order, which is the order of preference. */
  public List<ModelEntry> entries(ModelRole role) {
    return entries.stream().filter(entry -> entry.role() == role).toList();
  }

  public Optional<ModelEntry> entry(String id) {
    return entries.stream().filter(entry -> entry.id().equals(id)).findFirst();
  }

  /**
   * A model that no manifest lists, such as one just trained, as it is now.
   *
   * @throws ModelException when there is no such file
   */
  public static ModelEntry unlisted(Path file, ModelRole role) {
    Path absolute = file.toAbsolutePath().normalize();
    try {
      String name = absolute.getFileName().toString().toLowerCase(Locale.ROOT);
      return new ModelEntry(
          name.replaceAll("[^a-z0-9._-]", "-").replaceFirst("^[^a-z0-9]", "m"),
          role,
          absolute.toString(),
          Files.size(absolute),
          sha256(absolute),
          "not stated",
          "a file that no manifest lists",
          Map.of(),
          Optional.empty(),
          Optional.empty());
    } catch (IOException e) {
      throw new ModelException("the model file %s could not be read".formatted(file), e);
    }
  }

  public Path path(ModelEntry entry) {
    return folder.resolve(entry.file());
  }

  /** Whether the file is there with the right size: quick, without reading it. */
  public boolean isPresent(ModelEntry entry) {
    try {
      return Files.isRegularFile(path(entry)) && Files.size(path(entry)) == entry.bytes();
    } catch (IOException e) {
      return false;
    }
  }

  /** Compares the file with the manifest, reading it whole. */
  public State verify(ModelEntry entry) {
    Path file = path(entry);
    if (!Files.isRegularFile(file)) {
      return State.ABSENT;
    }
    if (!isPresent(entry)) {
      return State.WRONG_SIZE;
    }
    return sha256(file).equals(entry.sha256()) ? State.PRESENT : State.WRONG_CHECKSUM;
  }

  /** The file of a model that is fit to be loaded, or a sentence why it is not. */
  public Path require(ModelEntry entry) {
    Path file = path(entry);
    return switch (verify(entry)) {
      case PRESENT -> file;
      case ABSENT ->
          throw new ModelException("the model %s is not there: %s".formatted(entry.id(), file));
      case WRONG_SIZE ->
          throw new ModelException(
              "the model file %s has not the %d bytes of the manifest"
                  .formatted(file, entry.bytes()));
      case WRONG_CHECKSUM ->
          throw new ModelException(
              "the model file %s has not the checksum of the manifest; it was damaged or replaced"
                  .formatted(file));
    };
  }

  /** The checksum of a file in hexadecimal. */
  public static String sha256(Path file) {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw new ModelException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }
}
