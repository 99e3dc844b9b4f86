package dev.drago.catalog.source;

import dev.drago.catalog.source.LineReader.Line;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a CSV file with a header, one bad row at a time.
 *
 * <p>Commons CSV reads a stream and is lost after the first stray quote, which swallows everything
 * up to the next one, perhaps the rest of the file. So this class cuts the file into records
 * itself, and lets Commons CSV take apart each of them: a record goes on for as long as a quoted
 * field is open. When the result is no row (the quote never closes, the number of fields is wrong),
 * only the line where it began is given up, and reading goes on with the line after it. Lines
 * without a quote, which is every line of a rating log, are split at the delimiter right away.
 */
final class Table {

  /** No text of an item has more lines; a quote still open there was never meant as one. */
  private static final int MAX_RECORD_LINES = 1_000;

  private static final List<Character> DELIMITERS = List.of(',', ';', '\t');

  /**
   * A record.
   *
   * @param line where it begins, with the problem if it is not a row
   * @param fields as many as the header has; empty if there is a problem
   */
  record Row(Line line, List<String> fields) {}

  private final LineReader reader;
  private final char delimiter;
  private final CSVFormat format;
  private final List<Line> ahead = new ArrayList<>();
  private List<String> header = List.of();

  private Table(LineReader reader, char delimiter) {
    this.reader = reader;
    this.delimiter = delimiter;
    this.format = CSVFormat.DEFAULT.builder().setDelimiter(delimiter).get();
  }

  /** Reads the header; the delimiter is whichever of comma, semicolon and tab it has most of. */
  static Table open(LineReader reader) throws IOException, LineProblem {
    Line first = reader.next();
    while (first != null && first.problem().isEmpty() && first.text().isBlank()) {
      first = reader.next();
    }
    if (first == null) {
      throw new LineProblem(ImportError.Kind.FILE, "the file is empty");
    }
    if (first.problem().isPresent()) {
      throw first.problem().get();
    }
    if (first.text().indexOf('\r') >= 0) {
      throw new LineProblem(
          ImportError.Kind.FILE, "the lines end with carriage returns; save the file with LF ends");
    }
    Table table = new Table(reader, delimiter(first.text()));
    List<String> header = new ArrayList<>();
    for (String name : table.split(first.text())) {
      header.add(name.strip());
    }
    table.header = List.copyOf(header);
    return table;
  }

  List<String> header() {
    return header;
  }

  private static char delimiter(String header) {
    char best = ',';
    long most = 0;
    for (char candidate : DELIMITERS) {
      long count = header.chars().filter(c -> c == candidate).count();
      if (count > most) {
        best = candidate;
        most = count;
      }
    }
    return best;
  }

  /** The next row, or null at the end; blank lines are skipped. */
  @Nullable Row next() throws IOException {
    Line line = poll();
    while (line != null && line.problem().isEmpty() && line.text().isBlank()) {
      line = poll();
    }
    return line == null ? null : row(line);
  }

  private Row row(Line first) throws IOException {
    if (first.problem().isPresent()) {
      return new Row(first, List.of());
    }
    try {
      int lines = 1;
      StringBuilder text = new StringBuilder(first.text());
      boolean open = endsQuoted(first.text(), false);
      while (open) {
        Line next = peek(lines - 1);
        if (next == null
            || next.problem().isPresent()
            || lines == MAX_RECORD_LINES
            || text.length() > LineReader.MAX_LINE) {
          throw new LineProblem(ImportError.Kind.SYNTAX, "a quote opens here and is not closed");
        }
        text.append('\n').append(next.text());
        open = endsQuoted(next.text(), true);
        lines++;
      }
      List<String> fields = split(text.toString());
      if (fields.size() != header.size()) {
        throw new LineProblem(
            ImportError.Kind.FIELDS,
            "%d fields where the header has %d".formatted(fields.size(), header.size()));
      }
      ahead.subList(0, lines - 1).clear();
      return new Row(first, fields);
    } catch (LineProblem problem) {
      return new Row(new Line(first.number(), first.text(), Optional.of(problem)), List.of());
    }
  }

  private @Nullable Line poll() throws IOException {
    return ahead.isEmpty() ? reader.next() : ahead.removeFirst();
  }

  /** The line that many after the next. */
  private @Nullable Line peek(int index) throws IOException {
    while (ahead.size() <= index) {
      Line line = reader.next();
      if (line == null) {
        return null;
      }
      ahead.add(line);
    }
    return ahead.get(index);
  }

  /** Whether a quoted field is still open at the end of a line. */
  private boolean endsQuoted(String line, boolean openBefore) {
    boolean quoted = openBefore;
    boolean fieldStart = !openBefore;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (!quoted) {
        quoted = c == '"' && fieldStart;
        fieldStart = c == delimiter;
      } else if (c == '"') {
        boolean doubled = i + 1 < line.length() && line.charAt(i + 1) == '"';
        i += doubled ? 1 : 0;
        quoted = doubled;
      }
    }
    return quoted;
  }

  private List<String> split(String record) throws LineProblem {
    return record.indexOf('"') < 0 ? splitPlain(record) : splitQuoted(record);
  }

  private List<String> splitPlain(String record) {
    List<String> fields = new ArrayList<>(header.size());
    int from = 0;
    int to = record.indexOf(delimiter);
    while (to >= 0) {
      fields.add(record.substring(from, to));
      from = to + 1;
      to = record.indexOf(delimiter, from);
    }
    fields.add(record.substring(from));
    return fields;
  }

  private List<String> splitQuoted(String record) throws LineProblem {
    try (CSVParser parser = CSVParser.parse(new StringReader(record), format)) {
      List<CSVRecord> records = parser.getRecords();
      if (records.size() == 1) {
        return records.getFirst().toList();
      }
    } catch (IOException | UncheckedIOException e) {
      // Says nothing a person could use; the sentence below does.
    }
    throw new LineProblem(ImportError.Kind.SYNTAX, "the quotes are not in order");
  }
}
