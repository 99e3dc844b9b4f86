package dev.drago.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.drago.catalog.AttributeValue.Date;
import dev.drago.catalog.AttributeValue.Flag;
import dev.drago.catalog.AttributeValue.Keywords;
import dev.drago.catalog.AttributeValue.Numeric;
import dev.drago.catalog.AttributeValue.Text;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemJsonTest {

  private static final String GLASS_HARBOUR =
      """
      {"id":"7","title":"The Glass Harbour","text":"A keeper counts ships.","attributes":\
      {"year":1994,"genres":["Drama","Sea"],"colour":true,"released":"1994-03-01","stars":4.5}}""";

  @Test
  void readsWhatItsDocumentationShows() {
    Item item = ItemJson.parse(GLASS_HARBOUR, CatalogSchema.empty());
    assertThat(item)
        .isEqualTo(
            new Item(
                "7",
                "The Glass Harbour",
                "A keeper counts ships.",
                Map.of(
                    "year", new Numeric(1994),
                    "genres", new Keywords(List.of("Drama", "Sea")),
                    "colour", new Flag(true),
                    "released", new Date(LocalDate.of(1994, 3, 1)),
                    "stars", new Numeric(4.5))));
    assertThat(ItemJson.write(item)).hasToString(GLASS_HARBOUR);
  }

  @Test
  void theSchemaDecidesBeforeTheValueDoes() {
    CatalogSchema schema =
        new CatalogSchema(Map.of("motto", AttributeType.TEXT, "code", AttributeType.KEYWORD));
    Item item =
        ItemJson.parse(
            """
            {"id":"7","title":"T","attributes":{"motto":"2024-01-01","code":420,"other":null}}""",
            schema);
    assertThat(item.attributes())
        .containsOnly(
            Map.entry("motto", new Text("2024-01-01")),
            Map.entry("code", new Keywords(List.of("420"))));
  }

  @Test
  void aStringOverAHundredCharactersIsTextWhenNothingIsDeclared() {
    Item item =
        ItemJson.parse(
            "{\"id\":\"7\",\"title\":\"T\",\"attributes\":{\"a\":\"%s\",\"b\":\"%s\"}}"
                .formatted("x".repeat(101), "x".repeat(100)),
            CatalogSchema.empty());
    assertThat(CatalogSchema.of(item).types())
        .containsExactly(Map.entry("a", AttributeType.TEXT), Map.entry("b", AttributeType.KEYWORD));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "[]; ``; an array",
        "7; ``; 7",
        "{\"id\":\"7\"; ``; not JSON",
        "{\"id\":\"7\",\"id\":\"8\",\"title\":\"T\"}; ``; Duplicate field 'id'",
        "{\"id\":\"7\",\"title\":\"T\"} {}; ``; not JSON",
        "{\"title\":\"T\"}; /id; no id",
        "{\"id\":7,\"title\":\"T\"}; /id; a JSON string, not 7",
        "{\"id\":\"a b\",\"title\":\"T\"}; /id; 'a b'",
        "{\"id\":\"\\ud800\",\"title\":\"T\"}; /id; cannot be an id",
        "{\"id\":\"7\"}; /title; '7'",
        "{\"id\":\"7\",\"title\":\" \"}; /title; '7'",
        "{\"id\":\"7\",\"title\":\"T\",\"genres\":[],\"ye/ar\":1}; /genres; 'genres', 'ye/ar'",
        "{\"id\":\"7\",\"title\":\"T\",\"text\":[]}; /text; an array",
        "{\"id\":\"7\",\"title\":\"T\",\"text\":\"a\\u0000\"}; ``; NUL",
        "{\"id\":\"7\",\"title\":\"T\\udc00\"}; ``; half a surrogate pair",
        "{\"id\":\"7\",\"title\":\"T\",\"attributes\":[]}; /attributes; an array",
        "{\"id\":\"7\",\"title\":\"T\",\"attributes\":{\"a/b\":1}}; /attributes/a~1b; 'a/b'",
        "{\"id\":\"7\",\"title\":\"T\",\"attributes\":{\"title\":1}}; /attributes/title; 'title'",
        "{\"id\":\"7\",\"title\":\"T\",\"attributes\":{\"a\":{}}}; /attributes/a; object",
        "{\"id\":\"7\",\"title\":\"T\",\"attributes\":{\"a\":[\"\\ud83d\"]}}; ``; the a of item '7'",
      })
  void refusesWithAPointerAndASentence(String json, String pointer, String sentence) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> ItemJson.parse(json, CatalogSchema.empty()))
        .withMessageContaining(sentence)
        .returns(pointer, InvalidFieldException::pointer);
  }

  @Property
  void readingWhatWasWrittenGivesTheSameItem(@ForAll("items") Item item) {
    String json = ItemJson.write(item).toString();
    assertThat(ItemJson.parse(json, CatalogSchema.of(item))).isEqualTo(item);
  }

  @Provide
  Arbitrary<Item> items() {
    Arbitrary<String> ids =
        text(1, 20).filter(s -> s.codePoints().noneMatch(ItemJsonTest::notInId));
    Arbitrary<String> titles = text(1, 40).filter(s -> !s.isBlank());
    Arbitrary<String> names =
        Arbitraries.strings()
            .withChars("abcXYZ_0123äß")
            .ofMinLength(1)
            .ofMaxLength(8)
            .map(s -> "a" + s);
    Arbitrary<Map<String, AttributeValue>> attributes =
        Arbitraries.maps(names, values()).ofMaxSize(6);
    return Combinators.combine(ids, titles, text(0, 200), attributes).as(Item::new);
  }

  private static Arbitrary<AttributeValue> values() {
    return Arbitraries.oneOf(
        text(0, 300).map(Text::new),
        text(0, 30).list().ofMinSize(1).ofMaxSize(4).uniqueElements().map(Keywords::new),
        Arbitraries.doubles().map(Numeric::new),
        Arbitraries.longs().map(Numeric::new),
        Arbitraries.of(true, false).map(Flag::new),
        Arbitraries.longs()
            .between(-300_000_000, 300_000_000)
            .map(d -> new Date(LocalDate.ofEpochDay(d))));
  }

  private static Arbitrary<String> text(int min, int max) {
    return Arbitraries.strings()
        .all()
        .ofMinLength(min)
        .ofMaxLength(max)
        .filter(ItemJsonTest::clean);
  }

  private static boolean clean(String s) {
    return s.codePoints().noneMatch(c -> c == 0 || (c >= 0xD800 && c <= 0xDFFF));
  }

  private static boolean notInId(int c) {
    return Character.isWhitespace(c) || Character.isISOControl(c);
  }
}
