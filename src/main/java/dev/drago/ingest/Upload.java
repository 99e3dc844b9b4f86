package dev.drago.ingest;

import dev.drago.catalog.source.CsvInteractions;
import dev.drago.catalog.source.ImportSource;
import dev.drago.catalog.source.JsonLinesInteractions;
import dev.drago.file.Folders;
import dev.drago.recommend.LiveCatalog;
import dev.drago.store.StoreException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Files on their way from a client, in a folder of their own that is gone when this is closed. */
public final class Upload implements AutoCloseable {

  private static final int MOST_FILES = 1_000;
  private static final int DEEPEST = 8;
  private static final int LONGEST_NAME = 255;
  private static final String AMONG_FILMS =
      "it lies beside the films of MovieLens, of which only films and ratings are read; send it by itself";

  private final Path folder;
  private final List<Path> files = new ArrayList<>();
  private final Runnable closed;

  /**
   * @param closed told once the folder is gone
   * @throws StoreException when the folder cannot be made
   */
  Upload(Path folder, Runnable closed) {
    this.folder = folder;
    this.closed = closed;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw notKept(e);
    }
  }

  /**
   * Begins a file.
   *
   * @param name as the client has it, with slashes where it lies in folders
   * @return where its bytes go; it throws {@link StoreException} when there is no room for them
   * @throws IllegalArgumentException with a sentence when the name leads out of the folder, cannot
   *     be that of a file, or was there already
   */
  public OutputStream create(String name) {
    if (files.size() == MOST_FILES) {
      throw new IllegalArgumentException(
          "more than %,d files are sent at once".formatted(MOST_FILES));
    }
    Path file = place(name);
    try {
      Files.createDirectories(file.resolveSibling(""));
      OutputStream out =
          Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      files.add(file);
      return new Kept(out);
    } catch (FileAlreadyExistsException e) {
      throw new IllegalArgumentException("the file name '%s' is there twice".formatted(name), e);
    } catch (IOException e) {
      throw notKept(e);
    }
  }

  private Path place(String name) {
    List<String> segments = List.of(name.split("/", -1));
    if (segments.size() > DEEPEST || !segments.stream().allMatch(Upload::isName)) {
      throw new IllegalArgumentException(
          "'%s' cannot be the name of a file to import".formatted(name));
    }
    return folder.resolve(name);
  }

  private static boolean isName(String segment) {
    return !Set.of("", ".", "..").contains(segment)
        && segment.chars().noneMatch(c -> c == '\\' || Character.isISOControl(c))
        && StandardCharsets.UTF_8.newEncoder().canEncode(segment)
        && segment.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME;
  }

  /** What is to be read and how it was called. */
  record Source(String name, ImportSource files) {}

  /** What was recognised, in the order to read it in, and what is said of the other files. */
  record Found(List<Source> sources, List<Unknown> unknown) {}

  /** A file that nothing can be read from, and why not. */
  record Unknown(String name, String why) {}

  /**
   * Finds out what the files are: MovieLens folders, and each other file by itself, items before
   * interactions.
   *
   * @throws IllegalArgumentException with a sentence when none is recognised
   */
  Found find(LiveCatalog catalog) throws IOException {
    if (files.isEmpty()) {
      throw new IllegalArgumentException("there is no file in what was sent");
    }
    List<Unknown> unknown = new ArrayList<>();
    Map<Path, Source> sources = new LinkedHashMap<>();
    for (Path inside : files.stream().map(file -> file.resolveSibling("")).distinct().toList()) {
      detect(inside, catalog, no -> {}).ifPresent(source -> sources.put(inside, source));
    }
    Set<Path> read =
        sources.values().stream()
            .flatMap(source -> source.files().files().stream())
            .collect(Collectors.toSet());
    for (Path file : files) {
      if (!sources.containsKey(file.resolveSibling(""))) {
        detect(file, catalog, unknown::add).ifPresent(source -> sources.put(file, source));
      } else if (!read.contains(file)) {
        // What a MovieLens folder has beside its films and ratings is no error, unless it looks
        // like something that its sender wants to be read.
        detect(file, catalog, no -> {})
            .ifPresent(source -> unknown.add(new Unknown(source.name(), AMONG_FILMS)));
      }
    }
    if (sources.isEmpty()) {
      throw new IllegalArgumentException(unknown.getFirst().why());
    }
    return new Found(
        sources.values().stream().sorted(Comparator.comparing(Upload::isLog)).toList(),
        List.copyOf(unknown));
  }

  private Optional<Source> detect(Path path, LiveCatalog catalog, Consumer<Unknown> unknown)
      throws IOException {
    String name = folder.relativize(path).toString();
    try {
      return Optional.of(new Source(name, Ingestion.detect(path, catalog)));
    } catch (IllegalArgumentException e) {
      // The sentence names the file by its place on this machine, which is nobody's business.
      unknown.accept(
          new Unknown(name, String.valueOf(e.getMessage()).replace(path.toString(), name)));
      return Optional.empty();
    }
  }

  private static boolean isLog(Source source) {
    return source.files() instanceof CsvInteractions
        || source.files() instanceof JsonLinesInteractions;
  }

  /** Deletes the files. */
  @Override
  public void close() {
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      throw new StoreException("what was sent could not be deleted: " + reason(e), e);
    } finally {
      closed.run();
    }
  }

  private static StoreException notKept(IOException e) {
    return new StoreException("what was sent could not be kept: " + reason(e), e);
  }

  private static String reason(IOException e) {
    String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : reason;
  }

  /** Tells a disk that is full from a client that is gone. */
  private static final class Kept extends FilterOutputStream {
    Kept(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        throw notKept(e);
      }
    }

    @Override
    public void close() {
      try {
        out.close();
      } catch (IOException e) {
        throw notKept(e);
      }
    }
  }
}
