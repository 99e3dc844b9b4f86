package dev.drago.index;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import dev.drago.catalog.AttributeType;
import dev.drago.catalog.CatalogSchema;
import java.util.Map;

/**
 * Any text is read as a filter or refused with a sentence. A run of the tests tries the inputs kept
 * in {@code FilterFuzzTestInputs}; CONTRIBUTING says how to fuzz.
 */
class FilterFuzzTest {

  private static final CatalogSchema SCHEMA =
      new CatalogSchema(
          Map.of(
              "genres", AttributeType.KEYWORD,
              "year", AttributeType.NUMBER,
              "released", AttributeType.DATE,
              "plot", AttributeType.TEXT,
              "new", AttributeType.BOOLEAN));

  private final FilterParser parser = new FilterParser(Fields.analyzer(() -> SCHEMA));

  @FuzzTest(maxDuration = "5m")
  void anyText(@NotNull String filter) {
    try {
      parser.parse(filter, SCHEMA);
    } catch (FilterException e) {
      assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(1_000);
    }
  }
}
