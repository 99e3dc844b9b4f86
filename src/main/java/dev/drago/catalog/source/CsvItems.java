package dev.drago.catalog.source;

import dev.drago.catalog.AttributeValue;
import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.Item;
import dev.drago.catalog.SchemaInference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * A CSV file (comma, semicolon or tab) of items with a header. Id and title are needed; text is
 * optional; every other column is an attribute, whose type is declared or inferred from all its
 * cells ({@link SchemaInference}) in a first pass over the file.
 */
public record CsvItems(Path file, ColumnMapping columns, CatalogSchema declared)
    implements ImportSource {

  @Override
  public String description() {
    return "a CSV file of items";
  }

  @Override
  public List<Path> files() {
    return List.of(file);
  }

  @Override
  public long totalBytes() throws IOException {
    return 2 * Files.size(file);
  }

  @Override
  public ImportReport read(ImportSink sink, LongConsumer bytesRead) throws IOException {
    ImportRun run = new ImportRun(sink, bytesRead);
    SchemaInference inference = new SchemaInference();
    ImportRun preview = run.preview();
    preview.table(
        file,
        header -> {
          Layout layout = Layout.of(header, columns);
          return row -> {
            layout.attributes().forEach((name, i) -> inference.observe(name, row.fields().get(i)));
            return row;
          };
        },
        row -> {});
    CatalogSchema schema = declared.merge(inference.schema());
    run.schema(schema);
    run.table(
        file,
        header -> {
          Layout layout = Layout.of(header, columns);
          return row -> run.unique(layout.item(row.fields(), schema), row.line().number());
        },
        run::item);
    return run.report();
  }

  /** Where the fields are in a row; the text is at -1 if the file has none. */
  private record Layout(int id, int title, int text, Map<String, Integer> attributes) {

    static Layout of(List<String> header, ColumnMapping mapping) throws LineProblem {
      Columns.check(header, mapping);
      Map<String, String> found = Columns.ofItems(header, mapping);
      Columns.require(Columns.ID, found, header);
      Columns.require(Columns.TITLE, found, header);
      Map<String, Integer> attributes = new LinkedHashMap<>();
      for (int i = 0; i < header.size(); i++) {
        String column = header.get(i);
        String mapped = mapping.fields().getOrDefault(column, column);
        if (!found.containsValue(column) && !mapped.equals(ColumnMapping.LEAVE_OUT)) {
          String name = attributeName(mapped, i);
          if (attributes.putIfAbsent(name, i) != null) {
            throw Columns.header("two columns would be the attribute '" + name + "'");
          }
        }
      }
      String text = found.get(Columns.TEXT);
      return new Layout(
          header.indexOf(found.get(Columns.ID)),
          header.indexOf(found.get(Columns.TITLE)),
          text == null ? -1 : header.indexOf(text),
          attributes);
    }

    /** {@code Release Year} becomes {@code Release_Year}, as names have letters, digits and '_'. */
    private static String attributeName(String column, int index) {
      String name = column.replaceAll("[^\\p{L}\\p{N}_]+", "_");
      if (name.isEmpty() || name.equals("_")) {
        return "column_" + (index + 1);
      }
      boolean asIs = name.matches("[\\p{L}_].*") && !List.of("id", "title", "text").contains(name);
      String safe = asIs ? name : "_" + name;
      return safe.codePoints()
          .limit(64)
          .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
          .toString();
    }

    Item item(List<String> row, CatalogSchema schema) throws LineProblem {
      String itemId = row.get(id).strip();
      String itemTitle = row.get(title).strip();
      if (itemId.isEmpty() || itemTitle.isEmpty()) {
        throw new LineProblem(
            ImportError.Kind.MISSING,
            "the line has no " + (itemId.isEmpty() ? Columns.ID : Columns.TITLE));
      }
      Map<String, AttributeValue> values = new LinkedHashMap<>();
      attributes.forEach(
          (name, i) ->
              schema.read(itemId, name, row.get(i)).ifPresent(value -> values.put(name, value)));
      return new Item(itemId, itemTitle, text < 0 ? "" : row.get(text).strip(), values);
    }
  }
}
