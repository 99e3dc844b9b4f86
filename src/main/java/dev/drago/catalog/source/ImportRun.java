package dev.drago.catalog.source;

import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.Item;
import dev.drago.interaction.Interaction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** One reading of one source: hands on what was read, counts it, and turns problems into errors. */
final class ImportRun {

  /** Makes something of a line. */
  interface LineParser<T> {
    T parse(LineReader.Line line) throws LineProblem;
  }

  private final @Nullable ImportSink sink;
  private final ByteCounter counter;
  private long items;
  private long interactions;
  private final Map<ImportError.Kind, Long> errors = new EnumMap<>(ImportError.Kind.class);
  private final List<ImportError> firstErrors = new ArrayList<>();
  private final Map<String, Long> linesOfIds = new HashMap<>();

  ImportRun(ImportSink sink, LongConsumer bytesRead) {
    this(sink, new ByteCounter(bytesRead));
  }

  private ImportRun(@Nullable ImportSink sink, ByteCounter counter) {
    this.sink = sink;
    this.counter = counter;
  }

  /** A run for a first look at a file: its bytes count, its errors will be met again. */
  ImportRun preview() {
    return new ImportRun(null, counter);
  }

  ByteCounter counter() {
    return counter;
  }

  void schema(CatalogSchema schema) {
    if (sink != null) {
      sink.schema(schema);
    }
  }

  void item(Item item) {
    items++;
    if (sink != null) {
      sink.item(item);
    }
  }

  void interaction(Interaction interaction) {
    interactions++;
    if (sink != null) {
      sink.interaction(interaction);
    }
  }

  void error(Path file, long line, String raw, LineProblem problem) {
    String name = String.valueOf(file.getFileName());
    String excerpt = ImportError.excerpt(raw);
    ImportError error = new ImportError(name, line, problem.kind(), problem.sentence(), excerpt);
    errors.merge(problem.kind(), 1L, Long::sum);
    if (firstErrors.size() < ImportReport.FIRST_ERRORS) {
      firstErrors.add(error);
    }
    if (sink != null) {
      sink.error(error);
    }
  }

  ImportReport report() {
    return new ImportReport(items, interactions, errors, firstErrors);
  }

  /** Refuses an item whose id an earlier line has. */
  Item unique(Item item, long line) throws LineProblem {
    Long earlier = linesOfIds.putIfAbsent(item.id(), line);
    if (earlier != null) {
      throw new LineProblem(
          ImportError.Kind.DUPLICATE,
          "the id '%s' is on line %d already; that one is kept".formatted(item.id(), earlier));
    }
    return item;
  }

  /** Reads a file of one record a line; blank lines are nothing. */
  <T> void lines(Path file, Decoding decoding, LineParser<T> parser, Consumer<T> delivery)
      throws IOException {
    boolean empty = true;
    try (LineReader reader = new LineReader(file, decoding, counter)) {
      for (LineReader.Line line = reader.next(); line != null; line = reader.next()) {
        if (line.problem().isPresent() || !line.text().isBlank()) {
          empty = false;
          LineReader.Line current = line;
          parse(file, line, () -> parser.parse(current)).ifPresent(delivery);
        }
      }
    }
    if (empty) {
      error(file, 0, "", new LineProblem(ImportError.Kind.FILE, "the file is empty"));
    }
  }

  /** Reads a file with a header; the parser is made from it. */
  <T> void table(Path file, TableParser<T> parser, Consumer<T> delivery) throws IOException {
    try (LineReader reader = new LineReader(file, Decoding.UTF_8, counter)) {
      Table table;
      RowParser<T> rows;
      try {
        table = Table.open(reader);
        rows = parser.forHeader(table.header());
      } catch (LineProblem problem) {
        error(file, 0, "", problem);
        return;
      }
      for (Table.Row row = table.next(); row != null; row = table.next()) {
        Table.Row current = row;
        parse(file, row.line(), () -> rows.parse(current)).ifPresent(delivery);
      }
    }
  }

  /** Knows what the columns of a header are. */
  interface TableParser<T> {
    RowParser<T> forHeader(List<String> header) throws LineProblem;
  }

  /** Makes something of a row, which has as many fields as the header. */
  interface RowParser<T> {
    T parse(Table.Row row) throws LineProblem;
  }

  private interface Parsing<T> {
    T parse() throws LineProblem;
  }

  /** The sink is not called in here: what it throws is no fault of the line. */
  private <T> Optional<T> parse(Path file, LineReader.Line line, Parsing<T> parsing) {
    try {
      if (line.problem().isPresent()) {
        throw line.problem().get();
      }
      return Optional.of(parsing.parse());
    } catch (LineProblem problem) {
      error(file, line.number(), line.text(), problem);
    } catch (IllegalArgumentException e) {
      String sentence = String.valueOf(e.getMessage());
      error(file, line.number(), line.text(), new LineProblem(ImportError.Kind.VALUE, sentence));
    }
    return Optional.empty();
  }
}
