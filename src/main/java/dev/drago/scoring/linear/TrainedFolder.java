package dev.drago.scoring.linear;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.drago.file.AtomicFile;
import dev.drago.file.Sha256;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of trained files. {@code current.json} names those in force; it is replaced in one
 * step after all of them are on disk, so that a reader sees either what was or what is. A mapped
 * file stays readable after it was removed from the folder.
 */
public final class TrainedFolder {

  private static final String CURRENT = "current.json";
  private static final String LOCK = "training.lock";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Path folder;

  public TrainedFolder(Path folder) {
    this.folder = folder;
  }

  /** What a training was on. */
  public record Basis(Instant readAt, long interactions, long users, int items, String catalogue) {}

  /** The right to publish in a folder, which one training has at a time, also between processes. */
  public final class Writer implements AutoCloseable {

    private final FileChannel locked;

    private Writer(FileChannel locked) {
      this.locked = locked;
    }

    /**
     * Writes a training and puts it in force, then removes the files of the one before.
     *
     * @throws IOException when the disk is full or may not be written; what was in force stays so
     */
    public Publication publish(
        Basis basis, List<LinearWeights> models, DecayedCounts counts, Duration halfLife)
        throws IOException {
      return TrainedFolder.this.publish(basis, models, counts, halfLife);
    }

    @Override
    public void close() throws IOException {
      locked.close();
    }
  }

  /** The writer of the folder, which is made if need be; nothing while somebody else has it. */
  public Optional<Writer> writer() throws IOException {
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean held = false;
    try {
      held = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      held = false; // another thread of this process trains
    } finally {
      if (!held) {
        channel.close();
      }
    }
    return held ? Optional.of(new Writer(channel)) : Optional.empty();
  }

  private Publication publish(
      Basis basis, List<LinearWeights> models, DecayedCounts counts, Duration halfLife)
      throws IOException {
    String stamp = "-" + basis.readAt().toEpochMilli() + ".bin";
    List<Path> written = new ArrayList<>();
    boolean done = false;
    try {
      List<Publication.Model> entries = new ArrayList<>();
      for (LinearWeights weights : models) {
        LinearRecipe recipe = weights.recipe();
        Path file = fresh(recipe.id() + stamp, written);
        TrainedFile.Written result = TrainedFile.write(file, weights);
        entries.add(
            new Publication.Model(
                recipe.id(),
                recipe.ridge(),
                recipe.decay(),
                recipe.window(),
                weights.knownItems(),
                weights.denseItems(),
                entry(file, result)));
      }
      Path file = fresh("popularity" + stamp, written);
      Publication.FileEntry popularity = entry(file, TrainedFile.write(file, counts));
      Publication publication =
          new Publication(
              Publication.VERSION,
              basis.readAt(),
              basis.interactions(),
              basis.users(),
              basis.items(),
              basis.catalogue(),
              entries,
              new Publication.Popularity(halfLife, popularity));
      AtomicFile.write(folder.resolve(CURRENT), JSON.writeValueAsBytes(publication));
      done = true;
      removeAllBut(publication);
      return publication;
    } finally {
      if (!done) {
        for (Path file : written) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private Path fresh(String name, List<Path> written) throws IOException {
    Path file = folder.resolve(name);
    Files.deleteIfExists(file); // what a training of the same moment left when it was killed
    written.add(file);
    return file;
  }

  private static Publication.FileEntry entry(Path file, TrainedFile.Written written) {
    return new Publication.FileEntry(
        file.getFileName().toString(), written.sha256(), written.bytes());
  }

  private void removeAllBut(Publication publication) throws IOException {
    Set<String> kept = new HashSet<>();
    kept.add(publication.popularity().file().name());
    publication.models().forEach(model -> kept.add(model.file().name()));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".bin") && !kept.contains(name)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /**
   * What is in force; nothing before the first training.
   *
   * @throws UnusableModelException when {@code current.json} cannot be read
   */
  public Optional<Publication> current() {
    Path file = folder.resolve(CURRENT);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      @Nullable Publication publication = JSON.readValue(file.toFile(), Publication.class);
      if (publication == null) {
        throw new UnusableModelException("%s cannot be used: it holds nothing".formatted(file));
      }
      return Optional.of(publication);
    } catch (JsonProcessingException e) {
      throw new UnusableModelException(
          "%s cannot be used: it is not what a training writes".formatted(file), e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Copies what is in force into a folder that is not there yet; nothing where nothing is.
   *
   * @throws IOException when a file cannot be read or written
   */
  public void copyTo(Path copy) throws IOException {
    for (Optional<Publication> found = current();
        found.isPresent() && !copied(found.get(), copy);
        found = current()) {
      // Another training has removed its files meanwhile: now those are copied.
    }
  }

  private boolean copied(Publication publication, Path copy) throws IOException {
    List<String> names = new ArrayList<>();
    publication.models().forEach(model -> names.add(model.file().name()));
    names.add(publication.popularity().file().name());
    Files.createDirectories(copy);
    try {
      for (String name : names) {
        Files.copy(folder.resolve(name), copy.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (NoSuchFileException e) {
      if (current().equals(Optional.of(publication))) {
        throw e; // it is missing for good
      }
      return false;
    }
    AtomicFile.write(copy.resolve(CURRENT), JSON.writeValueAsBytes(publication));
    return true;
  }

  /** Changes whenever another training is put in force; empty before the first. */
  public String stamp() {
    Path file = folder.resolve(CURRENT);
    try {
      var attributes =
          Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class);
      return attributes.fileKey() + " " + attributes.lastModifiedTime() + " " + attributes.size();
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * The weights of a model that is in force, mapped.
   *
   * @throws UnusableModelException when the file is missing, damaged, of another form, or trained
   *     by another recipe
   */
  public LinearWeights weights(LinearRecipe recipe, Publication.Model model) {
    Path file = folder.resolve(model.file().name());
    if (!model.isOf(recipe)) {
      throw new UnusableModelException(
          "%s cannot be used: it was trained with other parameters".formatted(file));
    }
    try {
      requireIntact(file, model.file());
      LinearWeights weights = TrainedFile.weights(file);
      if (weights.recipe() != recipe) {
        throw new UnusableModelException(
            "%s cannot be used: it holds %s".formatted(file, weights.recipe().id()));
      }
      return weights;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * The faded counts in force.
   *
   * @throws UnusableModelException when the file is missing, damaged or of another form
   */
  public DecayedCounts counts(Publication.Popularity popularity) {
    Path file = folder.resolve(popularity.file().name());
    try {
      requireIntact(file, popularity.file());
      return TrainedFile.counts(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static void requireIntact(Path file, Publication.FileEntry entry) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new UnusableModelException("%s is missing".formatted(file));
    }
    if (Files.size(file) != entry.bytes()) {
      throw new UnusableModelException(
          "%s cannot be used: it has %,d bytes and was written with %,d"
              .formatted(file, Files.size(file), entry.bytes()));
    }
    if (!Sha256.of(file).equals(entry.sha256())) {
      throw new UnusableModelException(
          "%s cannot be used: it has not the checksum it was written with".formatted(file));
    }
  }

  private static UnusableModelException unreadable(Path file, IOException e) {
    return new UnusableModelException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
  }
}
