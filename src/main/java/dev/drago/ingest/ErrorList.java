package dev.drago.ingest;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import dev.drago.catalog.InvalidFieldException;
import dev.drago.catalog.StrictJson;
import dev.drago.catalog.source.ImportError;
import dev.drago.file.AtomicFile;
import dev.drago.store.StoreException;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The lines that an import left out, as JSON Lines in a file, up to {@value #MOST_LINES} of them or
 * 64 MB; the first few in mind. One thread adds to it, others may look and have users forgotten.
 *
 * <p>What cannot be written is a {@link StoreException} with a sentence.
 */
public final class ErrorList implements AutoCloseable {

  /** How many are kept in mind. */
  public static final int FIRST = 20;

  /** How many are listed; more are only counted. */
  static final int MOST_LINES = 100_000;

  private static final long MOST_BYTES = 64L << 20;

  /** What may stand in an id beside a piece of it. */
  private static final String IN_AN_ID = "\\p{L}\\p{N}_-";

  private final Path file;
  private final List<ImportError> first = new ArrayList<>();
  private final List<Pattern> forgotten = new ArrayList<>();
  private OutputStream out;
  private long count;
  private long listed;
  private long unlisted;
  private long bytes;
  private boolean closed;

  /** Starts an empty list; what an earlier import has left there is gone. */
  public ErrorList(Path file) throws IOException {
    this.file = file;
    this.out = new BufferedOutputStream(Files.newOutputStream(file));
  }

  /** Deletes the lines that mention a user from a list that an import left. */
  public static void forget(Path file, String userId) {
    forget(file, mention(userId));
  }

  private static void forget(Path file, Pattern user) {
    try {
      if (Files.exists(file) && any(file, line -> mentions(line, user))) {
        AtomicFile.write(file, to -> copy(file, line -> !mentions(line, user), to));
      }
    } catch (IOException e) { // without room to write it anew: rather no list than a trace
      try {
        Files.deleteIfExists(file);
      } catch (IOException again) {
        e.addSuppressed(again);
        throw notWritten(e);
      }
    }
  }

  private static boolean any(Path file, Predicate<String> lines) throws IOException {
    try (BufferedReader reader = reader(file)) {
      String line = reader.readLine();
      while (line != null && !lines.test(line)) {
        line = reader.readLine();
      }
      return line != null;
    }
  }

  private static void copy(Path file, Predicate<String> lines, OutputStream to) throws IOException {
    try (BufferedReader reader = reader(file)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (lines.test(line)) {
          to.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
      }
    }
  }

  /** Not by {@link Files}: the process may have ended within a character. */
  private static BufferedReader reader(Path file) throws IOException {
    return new BufferedReader(
        new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8));
  }

  /** The id as a whole, as a person, JSON or CSV writes it: user 1 is not in "10" or "1.5". */
  private static Pattern mention(String userId) {
    String json = new String(JsonStringEncoder.getInstance().quoteAsString(userId));
    String spellings =
        Stream.of(userId, json, userId.replace("\"", "\"\""))
            .distinct()
            .map(Pattern::quote)
            .collect(joining("|"));
    return Pattern.compile(
        "(?<![%1$s]|[%1$s]\\.)(?:%2$s)(?![%1$s]|\\.[%1$s])".formatted(IN_AN_ID, spellings));
  }

  private static boolean mentions(String line, Pattern user) {
    try {
      JsonNode error = StrictJson.read(line);
      return mentions(error.path("message").asText(), error.path("excerpt").asText(), user);
    } catch (InvalidFieldException e) { // the process ended within it: who knows
      return true;
    }
  }

  private static boolean mentions(String message, String excerpt, Pattern user) {
    return user.matcher(message).find() || user.matcher(excerpt).find();
  }

  /** Adds one. */
  public synchronized void add(ImportError error) {
    count++;
    if (forgotten.stream().anyMatch(user -> mentions(error.message(), error.excerpt(), user))) {
      return;
    }
    if (first.size() < FIRST) {
      first.add(error);
    }
    if (listed == MOST_LINES || bytes > MOST_BYTES) {
      unlisted++;
    } else {
      listed++;
      write(error);
    }
  }

  private void write(ImportError error) {
    try {
      StringBuilder line = new StringBuilder();
      error.writeJsonLine(line);
      byte[] encoded = line.toString().getBytes(StandardCharsets.UTF_8);
      bytes += encoded.length;
      out.write(encoded);
    } catch (IOException e) {
      throw notWritten(e);
    }
  }

  private static StoreException notWritten(IOException e) {
    return new StoreException("the list of what was left out could not be written", e);
  }

  /** How many were added. */
  public synchronized long count() {
    return count;
  }

  /** The first {@value #FIRST}, less those that mention a user who was forgotten. */
  synchronized List<ImportError> first() {
    return List.copyOf(first);
  }

  /** Deletes what mentions a user; what will mention them is only counted. */
  synchronized void forget(String userId) {
    Pattern user = mention(userId);
    forgotten.add(user);
    first.removeIf(error -> mentions(error.message(), error.excerpt(), user));
    if (closed) {
      forget(file, user);
      return;
    }
    try {
      try {
        out.close();
        forget(file, user);
      } finally {
        out =
            new BufferedOutputStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
      }
    } catch (IOException e) {
      throw notWritten(e);
    }
  }

  /** Where they are. */
  public Path file() {
    return file;
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (OutputStream last = out) {
      if (unlisted > 0) {
        write(
            new ImportError(
                "",
                0,
                ImportError.Kind.VALUE,
                "%,d more were left out, and are not listed".formatted(unlisted),
                ""));
      }
      last.flush();
    } catch (IOException e) {
      throw notWritten(e);
    }
  }
}
