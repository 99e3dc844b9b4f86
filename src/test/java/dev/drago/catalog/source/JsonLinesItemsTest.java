package dev.drago.catalog.source;

import static dev.drago.catalog.source.Recording.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.catalog.AttributeValue.Keywords;
import dev.drago.catalog.AttributeValue.Numeric;
import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.Item;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesItemsTest {

  @TempDir Path folder;

  private Recording read(String content, Map<String, String> mapping) throws IOException {
    Path file = write(folder, "items.jsonl", content);
    return Recording.of(
        new JsonLinesItems(file, new ColumnMapping(mapping), CatalogSchema.empty()));
  }

  @Test
  void readsItemsUnderCommonAndMappedNames() throws IOException {
    Recording read =
        read(
            """
            {"id":"7","title":"The Glass Harbour","attributes":{"year":1994}}
            {"movieId":8,"name":"Nine Lanterns","plot":"Nine of them.","junk":[]}
            {"sku":"9","title":"Salt","attributes":{"genres":"Sea"}}
            """,
            Map.of("sku", "id", "junk", "-"));
    assertThat(read.errors).isEmpty();
    assertThat(read.items)
        .containsExactly(
            new Item("7", "The Glass Harbour", "", Map.of("year", new Numeric(1994))),
            new Item("8", "Nine Lanterns", "Nine of them.", Map.of()),
            new Item("9", "Salt", "", Map.of("genres", new Keywords(List.of("Sea")))));
  }

  @Test
  void typesComeFromTheWholeFile() throws IOException {
    Recording read =
        read(
            """
            {"id":"1","title":"A","attributes":{"code":10}}
            {"id":"2","title":"B","attributes":{"code":"x"}}
            """,
            Map.of());
    assertThat(read.errors).isEmpty();
    assertThat(read.items.getFirst().attributes())
        .containsEntry("code", new Keywords(List.of("10")));
  }

  @Test
  void badLinesAreReportedAndTheOthersKept() throws IOException {
    Recording read =
        read(
            """
            {"id":"1","title":"A"}
            {"id":"1","title":"A again"}
            {"id":"2"}
            {"title":"C"}
            {"id":"3","title":"D","genres":["Sea"]}
            {"id":"4","title":"E","text":"\\u0000"}
            {"id":"5","title":["F"]}
            {"id":"6","title":"G","attributes":{"a b":1}}
            {"id":"7","title":"H","attributes":7}
            {"id":"8"
            {"id":"9","title":"I"}
            """,
            Map.of());
    assertThat(read.ids()).containsExactly("1", "9");
    assertThat(read.titles()).containsExactly("A", "I");
    assertThat(read.faults())
        .containsExactly(
            "2 DUPLICATE",
            "3 MISSING",
            "4 MISSING",
            "5 VALUE",
            "6 VALUE",
            "7 VALUE",
            "8 VALUE",
            "9 VALUE",
            "10 SYNTAX");
    assertThat(read.errors.get(3).message()).contains("'genres'");
  }
}
