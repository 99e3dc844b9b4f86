package dev.drago.catalog.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.QuoteMode;

class TableTest {

  @Property(tries = 300)
  void readsWhatCommonsCsvWrites(
      @ForAll("rows") List<List<String>> rows, @ForAll QuoteMode mode, @ForAll boolean crlf)
      throws IOException, LineProblem {
    QuoteMode quoting =
        mode == QuoteMode.NONE || mode == QuoteMode.NON_NUMERIC ? QuoteMode.ALL : mode;
    StringWriter written = new StringWriter();
    CSVFormat format =
        CSVFormat.DEFAULT
            .builder()
            .setQuoteMode(quoting)
            .setRecordSeparator(crlf ? "\r\n" : "\n")
            .get();
    try (CSVPrinter printer = new CSVPrinter(written, format)) {
      printer.printRecord("a", "b", "c");
      printer.printRecords(rows);
    }
    assertThat(read(written.toString())).isEqualTo(rows);
  }

  @Provide
  Arbitrary<List<List<String>>> rows() {
    Arbitrary<String> cell =
        Arbitraries.strings().withChars("ab,\"\n é|;\t").ofMaxLength(8).map(s -> "x" + s + "x");
    return cell.list().ofSize(3).list().ofMinSize(1).ofMaxSize(5);
  }

  /** Whatever is in the file, reading ends, and lines only go up. */
  @Property(tries = 500)
  void anyTextIsReadToItsEnd(@ForAll("garbage") String garbage) throws IOException, LineProblem {
    Path file = Files.createTempFile("drago", ".csv");
    try {
      Files.writeString(file, "a,b\n" + garbage + "\nlast,row\n");
      long line = 1;
      List<String> last = List.of();
      try (LineReader reader = open(file)) {
        Table table = Table.open(reader);
        for (Table.Row row = table.next(); row != null; row = table.next()) {
          assertThat(row.line().number()).isGreaterThan(line);
          assertThat(row.fields().size()).isEqualTo(row.line().problem().isPresent() ? 0 : 2);
          line = row.line().number();
          last = row.fields();
        }
      }
      assertThat(last).isEqualTo(List.of("last", "row"));
    } finally {
      Files.delete(file);
    }
  }

  @Provide
  Arbitrary<String> garbage() {
    return Arbitraries.strings().withChars("ab,\"\n\r \0").ofMaxLength(60);
  }

  private static LineReader open(Path file) throws IOException {
    return new LineReader(file, Decoding.UTF_8, new ByteCounter(bytes -> {}));
  }

  private static List<List<String>> read(String content) throws IOException, LineProblem {
    Path file = Files.createTempFile("drago", ".csv");
    try {
      Files.write(file, content.getBytes(StandardCharsets.UTF_8));
      List<List<String>> rows = new ArrayList<>();
      try (LineReader reader = open(file)) {
        Table table = Table.open(reader);
        for (Table.Row row = table.next(); row != null; row = table.next()) {
          assertThat(row.line().problem()).isEmpty();
          rows.add(row.fields());
        }
      }
      return rows;
    } finally {
      Files.delete(file);
    }
  }
}
