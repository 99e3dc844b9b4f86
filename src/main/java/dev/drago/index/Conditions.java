package dev.drago.index;

import dev.drago.catalog.AttributeType;
import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.PlainNumber;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.OptionalDouble;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.QueryBuilder;

/**
 * Conditions on one attribute from values as they are, without a syntax to escape. A value that no
 * item of its type can have is met by none; an attribute that is not declared is an error.
 */
final class Conditions {

  private final Analyzer analyzer;

  Conditions(Analyzer analyzer) {
    this.analyzer = analyzer;
  }

  /** The attribute has this value: a keyword without regard to case or accents, or these words. */
  Query value(String attribute, String value, CatalogSchema schema) {
    return switch (type(attribute, schema)) {
      case KEYWORD, BOOLEAN, TEXT -> {
        Query query = new QueryBuilder(analyzer).createPhraseQuery(attribute, value);
        yield query == null ? MatchNoDocsQuery.INSTANCE : query;
      }
      case NUMBER -> {
        OptionalDouble number = PlainNumber.parse(value);
        yield number.isEmpty()
            ? MatchNoDocsQuery.INSTANCE
            : DoublePoint.newExactQuery(attribute, number.getAsDouble());
      }
      case DATE -> {
        try {
          yield LongPoint.newExactQuery(attribute, LocalDate.parse(value).toEpochDay());
        } catch (DateTimeParseException e) {
          yield MatchNoDocsQuery.INSTANCE;
        }
      }
    };
  }

  /** The attribute lies within bounds, which belong to it; a date counts in days since 1970. */
  Query range(String attribute, OptionalDouble from, OptionalDouble to, CatalogSchema schema) {
    double low = from.orElse(Double.NEGATIVE_INFINITY);
    double high = to.orElse(Double.POSITIVE_INFINITY);
    return switch (type(attribute, schema)) {
      case NUMBER -> DoublePoint.newRangeQuery(attribute, low, high);
      case DATE ->
          LongPoint.newRangeQuery(attribute, (long) Math.ceil(low), (long) Math.floor(high));
      case KEYWORD, BOOLEAN, TEXT -> MatchNoDocsQuery.INSTANCE;
    };
  }

  private static AttributeType type(String attribute, CatalogSchema schema) {
    return schema
        .type(attribute)
        .orElseThrow(
            () ->
                new FilterException(
                    "no item has the attribute '%s'; there are: %s"
                        .formatted(attribute, String.join(", ", schema.types().keySet()))));
  }
}
