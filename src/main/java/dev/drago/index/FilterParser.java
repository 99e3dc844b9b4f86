package dev.drago.index;

import dev.drago.catalog.AttributeType;
import dev.drago.catalog.CatalogSchema;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.queryparser.flexible.core.QueryNodeException;
import org.apache.lucene.queryparser.flexible.core.nodes.FieldableNode;
import org.apache.lucene.queryparser.flexible.core.nodes.QueryNode;
import org.apache.lucene.queryparser.flexible.standard.StandardQueryParser;
import org.apache.lucene.queryparser.flexible.standard.config.PointsConfig;
import org.apache.lucene.queryparser.flexible.standard.parser.StandardSyntaxParser;
import org.apache.lucene.search.Query;

/**
 * Filters in Lucene's query syntax over declared attributes, such as {@code genres:Comedy AND
 * year:[1980 TO 1989]}. A word without a field is looked for in the title and all texts.
 */
final class FilterParser {

  static final int MAX_LENGTH = 10_000;

  private final Analyzer analyzer;

  FilterParser(Analyzer analyzer) {
    this.analyzer = analyzer;
  }

  Query parse(String filter, CatalogSchema schema) {
    if (filter.length() > MAX_LENGTH) {
      throw new FilterException(
          "the filter has %d characters; at most %d are read"
              .formatted(filter.length(), MAX_LENGTH));
    }
    try {
      requireKnownFields(new StandardSyntaxParser().parse(filter, Fields.ALL), schema);
      StandardQueryParser parser = new StandardQueryParser(analyzer);
      parser.setPointsConfigMap(points(schema));
      return parser.parse(filter, Fields.ALL);
    } catch (QueryNodeException e) {
      throw new FilterException("the filter '%s' cannot be read: %s".formatted(filter, oneLine(e)));
    } catch (StackOverflowError e) {
      throw new FilterException("the filter is nested too deeply");
    }
  }

  private static void requireKnownFields(QueryNode node, CatalogSchema schema) {
    if (node instanceof FieldableNode named && named.getField() != null) {
      String field = named.getField().toString();
      if (!field.equals(Fields.ALL)
          && !field.equals(Fields.ID)
          && !field.equals(Fields.TITLE)
          && !field.equals(Fields.TEXT)
          && !field.equals("*")
          && !schema.types().containsKey(field)) {
        throw new FilterException(
            "the filter names the field '%s', which no item has; there are: %s"
                .formatted(field, String.join(", ", schema.types().keySet())));
      }
    }
    if (node.getChildren() != null) {
      node.getChildren().forEach(child -> requireKnownFields(child, schema));
    }
  }

  private static Map<String, PointsConfig> points(CatalogSchema schema) {
    Map<String, PointsConfig> points = new HashMap<>();
    schema
        .types()
        .forEach(
            (name, type) -> {
              if (type == AttributeType.NUMBER) {
                points.put(
                    name, new PointsConfig(NumberFormat.getInstance(Locale.ROOT), Double.class));
              } else if (type == AttributeType.DATE) {
                points.put(name, new PointsConfig(new EpochDays(), Long.class));
              }
            });
    return points;
  }

  private static String oneLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
  }

  /** Reads {@code 2024-12-31} as the days since 1970 that are indexed. */
  private static final class EpochDays extends NumberFormat {
    private static final long serialVersionUID = 1;

    @Override
    public StringBuffer format(double number, StringBuffer to, FieldPosition position) {
      return format((long) number, to, position);
    }

    @Override
    public StringBuffer format(long number, StringBuffer to, FieldPosition position) {
      return to.append(LocalDate.ofEpochDay(number));
    }

    @Override
    public Number parse(String source, ParsePosition position) {
      try {
        long day = LocalDate.parse(source).toEpochDay();
        position.setIndex(source.length());
        return day;
      } catch (DateTimeParseException e) {
        throw new FilterException("'%s' is not a date such as 2024-12-31".formatted(source));
      }
    }
  }
}
