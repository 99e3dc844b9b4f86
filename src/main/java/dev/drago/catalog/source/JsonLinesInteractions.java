package dev.drago.catalog.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drago.interaction.Interaction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * A JSON Lines file of interactions. The fields are those of {@link CsvInteractions}, under the
 * same names; ids may be numbers.
 */
public record JsonLinesInteractions(Path file, ColumnMapping columns) implements ImportSource {

  @Override
  public String description() {
    return "a JSON Lines file of interactions";
  }

  @Override
  public List<Path> files() {
    return List.of(file);
  }

  @Override
  public ImportReport read(ImportSink sink, LongConsumer bytesRead) throws IOException {
    ImportRun run = new ImportRun(sink, bytesRead);
    run.lines(file, Decoding.UTF_8, line -> interaction(line.text()), run::interaction);
    return run.report();
  }

  private Interaction interaction(String line) throws LineProblem {
    ObjectNode json = JsonObjects.parse(line);
    Map<String, String> found = Columns.ofInteractions(JsonObjects.names(json), columns);
    String type = field(json, found, Columns.TYPE);
    return new InteractionFields(
            field(json, found, Columns.USER),
            field(json, found, Columns.ITEM),
            type.isEmpty() ? Columns.typeOf(found) : type,
            field(json, found, Columns.VALUE),
            field(json, found, Columns.AT),
            field(json, found, Columns.EVENT))
        .interaction();
  }

  private static String field(ObjectNode json, Map<String, String> found, String field)
      throws LineProblem {
    String name = found.get(field);
    return name == null ? "" : JsonObjects.scalar(json, name);
  }
}
