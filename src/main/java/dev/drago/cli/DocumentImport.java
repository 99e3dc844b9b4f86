package dev.drago.cli;

import dev.drago.catalog.source.ImportError;
import dev.drago.document.Document;
import dev.drago.document.DocumentFiles;
import dev.drago.document.InvalidDocumentException;
import dev.drago.ingest.ErrorList;
import dev.drago.knowledge.Knowledge;
import dev.drago.store.ItemRepository.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Stores the documents of files; the passage index follows afterwards. */
final class DocumentImport implements DocumentFiles.Sink {

  private static final int SHOWN_ERRORS = 10;

  private final Knowledge knowledge;
  private final ErrorList errors;
  private final PrintWriter err;
  private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
  private long left;

  DocumentImport(Knowledge knowledge, ErrorList errors, PrintWriter err) {
    this.knowledge = knowledge;
    this.errors = errors;
    this.err = err;
  }

  /** Reads one path; how many documents it had that were taken. */
  static long read(Instance opened, Path path, ErrorList errors, PrintWriter out, PrintWriter err)
      throws IOException {
    DocumentImport sink = new DocumentImport(opened.knowledge(), errors, err);
    new DocumentFiles(id -> opened.catalog().snapshot().ordinal(id).isPresent()).read(path, sink);
    out.printf(
        Locale.ROOT,
        "%s: documents: %,d new, %,d changed, %,d as before; %,d left out%n",
        path,
        sink.count(Outcome.CREATED),
        sink.count(Outcome.CHANGED),
        sink.count(Outcome.UNCHANGED),
        sink.left);
    return sink.outcomes.values().stream().mapToLong(Long::longValue).sum();
  }

  private long count(Outcome outcome) {
    return outcomes.getOrDefault(outcome, 0L);
  }

  @Override
  public void document(Document document) {
    try {
      outcomes.merge(knowledge.store(document), 1L, Long::sum);
    } catch (InvalidDocumentException e) {
      add("", 0, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void error(Path file, long line, String message) {
    add(file.toString(), line, message);
  }

  private void add(String file, long line, String message) {
    left++;
    if (left <= SHOWN_ERRORS) {
      String where = file.isEmpty() ? "" : line > 0 ? file + ", line " + line + ": " : file + ": ";
      err.printf("%s%s%n", where, message);
    }
    errors.add(new ImportError(file, line, ImportError.Kind.VALUE, message, ""));
  }
}
