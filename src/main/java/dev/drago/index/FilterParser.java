package dev.drago.index;

import dev.drago.catalog.AttributeType;
import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.PlainNumber;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.queryparser.flexible.core.QueryNodeException;
import org.apache.lucene.queryparser.flexible.standard.StandardQueryParser;
import org.apache.lucene.queryparser.flexible.standard.config.PointsConfig;
import org.apache.lucene.queryparser.flexible.standard.parser.StandardSyntaxParser;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.automaton.TooComplexToDeterminizeException;

/**
 * Filters in Lucene's query syntax over declared attributes, such as {@code genres:Comedy AND
 * year:[1980 TO 1989]}. A word without a field is looked for in the title and all texts. Other than
 * in Lucene, what is only denied, such as {@code NOT genres:Comedy}, means everything else.
 */
final class FilterParser {

  static final int MAX_LENGTH = 10_000;
  private static final int LONGEST_QUOTE = 200;

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
    FilterSyntax.requireShallow(filter);
    try {
      FilterSyntax.require(new StandardSyntaxParser().parse(filter, Fields.ALL), schema);
      StandardQueryParser parser = new StandardQueryParser(analyzer);
      parser.setPointsConfigMap(points(schema));
      return affirmed(parser.parse(filter, Fields.ALL));
    } catch (FilterException e) {
      throw e;
    } catch (QueryNodeException | IllegalArgumentException | TooComplexToDeterminizeException e) {
      throw new FilterException(
          "the filter '%s' cannot be read: %s".formatted(cut(filter), cut(oneLine(e))));
    } catch (StackOverflowError e) {
      throw FilterSyntax.tooDeep();
    }
  }

  /** Gives what is only denied everything to be denied of. Scores are lost, filters have none. */
  private static Query affirmed(Query query) {
    return switch (query) {
      case BoostQuery boost -> affirmed(boost.getQuery());
      case BooleanQuery bool -> {
        BooleanQuery.Builder builder =
            new BooleanQuery.Builder()
                .setMinimumNumberShouldMatch(bool.getMinimumNumberShouldMatch());
        boolean denied = !bool.clauses().isEmpty();
        for (BooleanClause clause : bool.clauses()) {
          builder.add(affirmed(clause.query()), clause.occur());
          denied &= clause.isProhibited();
        }
        if (denied) {
          builder.add(MatchAllDocsQuery.INSTANCE, BooleanClause.Occur.FILTER);
        }
        yield builder.build();
      }
      default -> query;
    };
  }

  private static Map<String, PointsConfig> points(CatalogSchema schema) {
    Map<String, PointsConfig> points = new HashMap<>();
    schema
        .types()
        .forEach(
            (name, type) -> {
              if (type == AttributeType.NUMBER) {
                points.put(name, new PointsConfig(new Whole(false), Double.class));
              } else if (type == AttributeType.DATE) {
                points.put(name, new PointsConfig(new Whole(true), Long.class));
              }
            });
    return points;
  }

  /** Lucene's sentences may hold the whole filter again. */
  private static String cut(String text) {
    return text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "…" : text;
  }

  private static String oneLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
  }

  /**
   * Reads a whole text that {@link FilterSyntax} took for a number or date; Java's formats read a
   * beginning and forget the rest. Dates are indexed as days since 1970.
   */
  private static final class Whole extends NumberFormat {
    private static final long serialVersionUID = 1;

    private final boolean dates;

    Whole(boolean dates) {
      this.dates = dates;
    }

    @Override
    public StringBuffer format(double number, StringBuffer to, FieldPosition position) {
      return to.append(dates ? LocalDate.ofEpochDay((long) number).toString() : number);
    }

    @Override
    public StringBuffer format(long number, StringBuffer to, FieldPosition position) {
      return to.append(dates ? LocalDate.ofEpochDay(number).toString() : number);
    }

    @Override
    public Number parse(String source, ParsePosition position) {
      position.setIndex(source.length());
      return dates
          ? (Number) LocalDate.parse(source).toEpochDay()
          : (Number) PlainNumber.parse(source).orElseThrow();
    }
  }
}
