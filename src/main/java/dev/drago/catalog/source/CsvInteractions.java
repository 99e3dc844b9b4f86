package dev.drago.catalog.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * A CSV file (comma, semicolon or tab) of interactions with a header. User and item are needed;
 * value, type, time and event id are optional; other columns are left out. Where a rating column
 * gives the value and nothing the type, the type is {@code rating}.
 */
public record CsvInteractions(Path file, ColumnMapping columns) implements ImportSource {

  @Override
  public String description() {
    return "a CSV file of interactions";
  }

  @Override
  public List<Path> files() {
    return List.of(file);
  }

  @Override
  public ImportReport read(ImportSink sink, LongConsumer bytesRead) throws IOException {
    ImportRun run = new ImportRun(sink, bytesRead);
    readInto(run);
    return run.report();
  }

  void readInto(ImportRun run) throws IOException {
    run.table(
        file,
        header -> {
          Layout layout = Layout.of(header, columns);
          return row -> layout.fields(row.fields()).interaction();
        },
        run::interaction);
  }

  /** Where the fields are in a row; -1 where the file has none. */
  private record Layout(
      int user, int item, int type, int value, int at, int event, String defaultType) {

    static Layout of(List<String> header, ColumnMapping mapping) throws LineProblem {
      Columns.check(header, mapping);
      Map<String, String> found = Columns.ofInteractions(header, mapping);
      Columns.require(Columns.USER, found, header);
      Columns.require(Columns.ITEM, found, header);
      return new Layout(
          index(header, found, Columns.USER),
          index(header, found, Columns.ITEM),
          index(header, found, Columns.TYPE),
          index(header, found, Columns.VALUE),
          index(header, found, Columns.AT),
          index(header, found, Columns.EVENT),
          Columns.typeOf(found));
    }

    private static int index(List<String> header, Map<String, String> found, String field) {
      String column = found.get(field);
      return column == null ? -1 : header.indexOf(column);
    }

    InteractionFields fields(List<String> row) {
      String named = cell(row, type);
      return new InteractionFields(
          cell(row, user),
          cell(row, item),
          named.isEmpty() ? defaultType : named,
          cell(row, value),
          cell(row, at),
          cell(row, event));
    }

    private static String cell(List<String> row, int index) {
      return index < 0 ? "" : row.get(index).strip();
    }
  }
}
