package dev.drago.index;

import dev.drago.catalog.AttributeType;
import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.PlainNumber;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.apache.lucene.queryparser.flexible.core.nodes.FieldQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.FieldableNode;
import org.apache.lucene.queryparser.flexible.core.nodes.FuzzyQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.QueryNode;
import org.apache.lucene.queryparser.flexible.standard.nodes.IntervalQueryNode;
import org.apache.lucene.queryparser.flexible.standard.nodes.RegexpQueryNode;
import org.apache.lucene.queryparser.flexible.standard.nodes.TermRangeQueryNode;
import org.jspecify.annotations.Nullable;

/**
 * Whether a parsed filter means something in this catalogue. Lucene answers a condition that no
 * item can meet, such as {@code year:199*} on a number, with nothing; a person is told instead.
 */
final class FilterSyntax {

  static final int MAX_CONDITIONS = 1_024;
  private static final int MAX_DEPTH = 100;

  private final CatalogSchema schema;
  private int conditions;

  private FilterSyntax(CatalogSchema schema) {
    this.schema = schema;
  }

  /** Counts brackets before the parser does, which recurses. */
  static void requireShallow(String filter) {
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < filter.length(); i++) {
      char c = filter.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == '(' || c == ')')) {
        depth += c == '(' ? 1 : -1;
        if (depth > MAX_DEPTH) {
          throw tooDeep();
        }
      }
    }
  }

  static FilterException tooDeep() {
    return new FilterException(
        "the filter is nested too deeply; at most %d levels are read".formatted(MAX_DEPTH));
  }

  /** Throws a {@link FilterException} that names what cannot be meant. */
  static void require(QueryNode root, CatalogSchema schema) {
    new FilterSyntax(schema).check(root, 0);
  }

  private void check(QueryNode node, int depth) {
    // A bracket is up to four nodes: group, boolean, modifier, boost.
    if (depth > 4 * MAX_DEPTH + 8) {
      throw tooDeep();
    }
    if (node instanceof FieldableNode named && named.getField() != null) {
      if (++conditions > MAX_CONDITIONS) {
        throw new FilterException(
            "the filter has too many conditions; at most %d are read".formatted(MAX_CONDITIONS));
      }
      String field = named.getField().toString();
      check(named, field);
      requireNoBareStar(named, field);
      if (named instanceof TermRangeQueryNode) {
        return; // its bounds are conditions only in the tree
      }
    }
    if (node.getChildren() != null) {
      node.getChildren().forEach(child -> check(child, depth + 1));
    }
  }

  private void check(FieldableNode node, String field) {
    switch (field) {
      case Fields.ALL, Fields.TITLE, Fields.TEXT -> {}
      case Fields.ID -> requireNoIntervals(node, field);
      default -> {
        AttributeType type = schema.types().get(field);
        if (type != null) {
          check(node, field, type);
        } else if (!isEverything(node, field)) {
          throw new FilterException(
              "the filter names the field '%s', which no item has; there are: %s"
                  .formatted(field, String.join(", ", schema.types().keySet())));
        }
      }
    }
  }

  private static boolean isEverything(FieldableNode node, String field) {
    return field.equals("*") && isStar(node);
  }

  private static boolean isStar(FieldableNode node) {
    return node instanceof FieldQueryNode value && value.getTextAsString().equals("*");
  }

  private static void requireNoBareStar(FieldableNode node, String field) {
    if (isStar(node) && !field.equals("*")) {
      throw new FilterException(
          "any value of a field is not a star alone; write "
              + (field.equals(Fields.ALL) ? "*:*" : field + ":[* TO *]"));
    }
  }

  private static void check(FieldableNode node, String field, AttributeType type) {
    switch (type) {
      case TEXT -> {}
      case KEYWORD -> requireNoIntervals(node, field);
      case NUMBER, DATE, BOOLEAN -> {
        switch (node) {
          case FuzzyQueryNode fuzzy -> throw misfit(field, type, fuzzy.getTextAsString() + "~");
          case FieldQueryNode value -> requireValue(value, field, type);
          case TermRangeQueryNode range -> {
            requireValue(range.getLowerBound(), field, type);
            requireValue(range.getUpperBound(), field, type);
          }
          case RegexpQueryNode pattern -> throw misfit(field, type, pattern.getText().toString());
          default -> throw misfit(field, type, "a function");
        }
      }
    }
  }

  /** Functions over words next to each other need positions, which exact values have not. */
  private static void requireNoIntervals(FieldableNode node, String field) {
    if (node instanceof IntervalQueryNode) {
      throw new FilterException(
          "the field '%s' holds exact values, which functions of words cannot search"
              .formatted(field));
    }
  }

  private static void requireValue(
      @Nullable FieldQueryNode node, String field, AttributeType type) {
    String value = node == null || node.getText() == null ? "" : node.getTextAsString();
    boolean fits =
        value.equals("*")
            || switch (type) {
              case NUMBER -> PlainNumber.parse(value).isPresent();
              case DATE -> isDate(value);
              case BOOLEAN -> value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
              case TEXT, KEYWORD -> true;
            };
    if (!fits) {
      throw misfit(field, type, value);
    }
  }

  private static boolean isDate(String value) {
    try {
      LocalDate.parse(value);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static FilterException misfit(String field, AttributeType type, String value) {
    String example =
        switch (type) {
          case NUMBER -> "%s:7 or %s:[1.5 TO 9]";
          case DATE -> "%s:2024-12-31 or %s:[2024-01-01 TO *]";
          case BOOLEAN, TEXT, KEYWORD -> "%s:true or %s:false";
        };
    return new FilterException(
        "the field '%s' is a %s, and '%s' is none; write %s"
            .formatted(
                field, type.name().toLowerCase(Locale.ROOT), value, example.replace("%s", field)));
  }
}
