package dev.drago.catalog.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.ItemJson;
import dev.drago.catalog.SchemaInference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * A JSON Lines file of items, each in the form of {@link ItemJson}. The common other names of id,
 * title and text are taken too, and a number as id. Types of attributes are declared or inferred
 * from all values in a first pass.
 */
public record JsonLinesItems(Path file, ColumnMapping columns, CatalogSchema declared)
    implements ImportSource {

  @Override
  public String description() {
    return "a JSON Lines file of items";
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
    run.preview()
        .lines(
            file,
            Decoding.UTF_8,
            line -> {
              for (var field : normalised(line.text()).path("attributes").properties()) {
                inference.observe(field.getKey(), field.getValue());
              }
              return line;
            },
            line -> {});
    CatalogSchema schema = declared.merge(inference.schema());
    run.schema(schema);
    run.lines(
        file,
        Decoding.UTF_8,
        line -> run.unique(ItemJson.parse(normalised(line.text()), schema), line.number()),
        run::item);
    return run.report();
  }

  /** The object with its fields under the names that {@link ItemJson} knows. */
  private ObjectNode normalised(String line) throws LineProblem {
    ObjectNode json = JsonObjects.parse(line);
    for (Map.Entry<String, String> mapped : columns.fields().entrySet()) {
      if (mapped.getValue().equals(ColumnMapping.LEAVE_OUT)) {
        json.remove(mapped.getKey());
      }
    }
    Map<String, String> found = Columns.ofItems(JsonObjects.names(json), columns);
    for (Map.Entry<String, String> field : found.entrySet()) {
      if (!field.getKey().equals(field.getValue())) {
        json.set(field.getKey(), json.remove(field.getValue()));
      }
    }
    if (json.path(Columns.ID).isIntegralNumber()) {
      json.put(Columns.ID, json.path(Columns.ID).asText());
    }
    for (String needed : new String[] {Columns.ID, Columns.TITLE}) {
      JsonNode value = json.path(needed);
      if (value.isMissingNode() || (value.isValueNode() && value.asText("").isBlank())) {
        throw new LineProblem(ImportError.Kind.MISSING, "the line has no " + needed);
      }
    }
    return json;
  }
}
