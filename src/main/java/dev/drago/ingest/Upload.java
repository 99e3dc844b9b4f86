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
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Files on their way from a client, in a folder of their own that is gone when this is closed. */
public final class Upload implements AutoCloseable {

  private static final int MOST_FILES = 1_000;
  private static final int DEEPEST = 8;
  private static final int LONGEST_NAME = 255;

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
   * Finds out what the files are: a MovieLens folder, or else each file by itself, items before
   * interactions.
   *
   * @throws IllegalArgumentException with a sentence when none is recognised
   */
  Found find(LiveCatalog catalog) throws IOException {
    if (files.isEmpty()) {
      throw new IllegalArgumentException("there is no file in what was sent");
    }
    List<Unknown> unknown = new ArrayList<>();
    for (Path inside : files.stream().map(file -> file.resolveSibling("")).distinct().toList()) {
      Found found = detect(List.of(inside), catalog, unknown);
      if (!found.sources().isEmpty()) {
        return new Found(found.sources(), List.of());
      }
    }
    unknown.clear();
    Found found = detect(files, catalog, unknown);
    if (found.sources().isEmpty()) {
      throw new IllegalArgumentException(unknown.getFirst().why());
    }
    return found;
  }

  private Found detect(List<Path> paths, LiveCatalog catalog, List<Unknown> unknown)
      throws IOException {
    List<Source> sources = new ArrayList<>();
    for (Path path : paths) {
      String name = folder.relativize(path).toString();
      try {
        sources.add(new Source(name, Ingestion.detect(path, catalog)));
      } catch (IllegalArgumentException e) {
        // The sentence names the file by its place on this machine, which is nobody's business.
        unknown.add(
            new Unknown(name, String.valueOf(e.getMessage()).replace(path.toString(), name)));
      }
    }
    Predicate<Source> isLog =
        source ->
            source.files() instanceof CsvInteractions
                || source.files() instanceof JsonLinesInteractions;
    sources.sort(Comparator.comparing(isLog::test));
    return new Found(List.copyOf(sources), List.copyOf(unknown));
  }

  /** Deletes the files. */
  @Override
  public void close() {
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      throw new StoreException("%s cannot be deleted: %s".formatted(folder, e.getMessage()), e);
    } finally {
      closed.run();
    }
  }

  private static StoreException notKept(IOException e) {
    String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    return new StoreException(
        "what was sent could not be kept: "
            + (reason == null ? e.getClass().getSimpleName() : reason),
        e);
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
