package dev.drago.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.drago.catalog.AttributeValue.Date;
import dev.drago.catalog.AttributeValue.Flag;
import dev.drago.catalog.AttributeValue.Keywords;
import dev.drago.catalog.AttributeValue.Numeric;
import dev.drago.catalog.AttributeValue.Text;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogSchemaTest {

  private static final CatalogSchema SCHEMA =
      new CatalogSchema(
          Map.of(
              "year", AttributeType.NUMBER,
              "genres", AttributeType.KEYWORD,
              "plot", AttributeType.TEXT,
              "colour", AttributeType.BOOLEAN,
              "released", AttributeType.DATE));

  @Test
  void readsCellsAsTheDeclaredTypes() {
    assertThat(SCHEMA.read("7", "year", " 1994 ")).contains(new Numeric(1994));
    assertThat(SCHEMA.read("7", "genres", "Drama| Sea ||Drama"))
        .contains(new Keywords(List.of("Drama", "Sea")));
    assertThat(SCHEMA.read("7", "genres", "[\"Drama\", 7]"))
        .contains(new Keywords(List.of("Drama", "7")));
    assertThat(SCHEMA.read("7", "genres", "1994")).contains(new Keywords(List.of("1994")));
    assertThat(SCHEMA.read("7", "plot", "A | b")).contains(new Text("A | b"));
    assertThat(SCHEMA.read("7", "colour", "TRUE")).contains(new Flag(true));
    assertThat(SCHEMA.read("7", "released", "1994-03-01"))
        .contains(new Date(LocalDate.of(1994, 3, 1)));
    assertThat(SCHEMA.read("7", "year", "  ")).isEmpty();
    assertThat(SCHEMA.read("7", "genres", "[]")).isEmpty();
    assertThat(SCHEMA.read("7", "genres", "|")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "year, soon",
    "year, NaN",
    "year, 0x10",
    "year, 1e999",
    "colour, yes",
    "released, 1994-02-30",
    "released, 1994"
  })
  void aValueThatDoesNotFitIsNamedWithItemAttributeAndType(String attribute, String value) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> SCHEMA.read("item-7", attribute, value))
        .withMessageContainingAll("'item-7'", "'" + attribute + "'", value, typeName(attribute))
        .returns("/attributes/" + attribute, InvalidFieldException::pointer);
  }

  private static String typeName(String attribute) {
    return SCHEMA.type(attribute).map(type -> type.name().toLowerCase(Locale.ROOT)).orElse("");
  }

  @Test
  void jsonOfTheWrongKindDoesNotFit() {
    JsonNodeFactory json = JsonNodeFactory.instance;
    assertMisfit("year", () -> SCHEMA.read("7", "year", json.textNode("1994")));
    assertMisfit("year", () -> SCHEMA.read("7", "year", json.numberNode(Double.MAX_VALUE * 10)));
    assertMisfit("colour", () -> SCHEMA.read("7", "colour", json.numberNode(1)));
    assertMisfit("released", () -> SCHEMA.read("7", "released", json.numberNode(1994)));
    assertMisfit("plot", () -> SCHEMA.read("7", "plot", json.arrayNode().add("a")));
    assertMisfit("genres", () -> SCHEMA.read("7", "genres", json.objectNode()));
    assertMisfit("genres", () -> SCHEMA.read("7", "genres", json.arrayNode().addNull()));
    assertMisfit("genres", () -> SCHEMA.read("7", "genres", json.textNode("x".repeat(1_001))));
    assertMisfit("new", () -> SCHEMA.read("7", "new", json.objectNode().put("a", 1)));
  }

  private static void assertMisfit(
      String attribute, org.assertj.core.api.ThrowableAssert.ThrowingCallable reading) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(reading)
        .withMessageContaining("'" + attribute + "'");
  }

  @Test
  void mergingKeepsTheTypesOfTheFirstAndTheOrder() {
    CatalogSchema first = new CatalogSchema(Map.of("year", AttributeType.NUMBER));
    CatalogSchema second =
        CatalogSchema.of(
            new Item(
                "1",
                "x",
                "",
                Map.of("year", new Text("MCM"), "cast", new Keywords(List.of("Ada")))));
    assertThat(first.merge(second).types())
        .containsExactly(
            Map.entry("year", AttributeType.NUMBER), Map.entry("cast", AttributeType.KEYWORD));
    assertThat(first.merge(first)).isSameAs(first);
  }

  @Test
  void saysWhatAnItemAdds() {
    Item item =
        new Item(
            "1", "x", "", Map.of("year", new Numeric(1), "cast", new Keywords(List.of("Ada"))));
    CatalogSchema added = SCHEMA.addedBy(item);
    assertThat(added.types()).containsExactly(Map.entry("cast", AttributeType.KEYWORD));
    assertThat(SCHEMA.merge(added).addedBy(item).isEmpty()).isTrue();
  }
}
