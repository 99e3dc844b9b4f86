package dev.drago.inference;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import dev.drago.llama.Grammar;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * JSON Schema as a grammar: whatever a model writes under the grammar matches the schema. Not
 * everything that matches can be written: the properties of an object come in the schema's order
 * and no others beside them, a number has up to 16 digits before the point and 16 after it, and
 * between values there is at most one blank or line break. {@code oneOf} is read as {@code anyOf}.
 *
 * <p>Understood are {@code type}, {@code enum}, {@code const}, {@code anyOf}, {@code oneOf}, {@code
 * allOf} of one, {@code $ref} within the schema (recursive too), {@code properties}, {@code
 * required}, {@code additionalProperties}, {@code items}, {@code minItems}, {@code maxItems},
 * {@code minLength} and {@code maxLength}; what only describes is passed over. Any other keyword is
 * refused rather than ignored.
 */
public final class JsonSchema {

  private static final Set<String> DESCRIBING =
      Set.of(
          "title",
          "description",
          "default",
          "examples",
          "$schema",
          "$id",
          "$comment",
          "$defs",
          "definitions",
          "deprecated",
          "readOnly",
          "writeOnly",
          "format");

  private static final Set<String> OBJECT =
      Set.of("properties", "required", "additionalProperties");
  private static final Set<String> ARRAY = Set.of("items", "minItems", "maxItems");
  private static final Set<String> STRING = Set.of("minLength", "maxLength");

  /** The rules that all schemas share. */
  private static final String COMMON =
      """
      ws ::= (" " | "\\n" [ \\t]{0,40})?
      value ::= object | array | string | number | "true" | "false" | "null"
      object ::= "{" ws (member ("," ws member)* ws)? "}"
      member ::= string ":" ws value
      array ::= "[" ws (value ("," ws value)* ws)? "]"
      string ::= "\\"" char* "\\""
      char ::= [^"\\\\\\x00-\\x1F\\x7F] | "\\\\" ( ["\\\\/bfnrt] | "u" code )
      code ::= [0-9a-cefA-CEF] hex{3} | [dD] [0-7] hex{2}
      hex ::= [0-9a-fA-F]
      integer ::= "-"? ("0" | [1-9] [0-9]{0,15})
      number ::= integer ("." [0-9]{1,16})? ([eE] [-+]? [0-9]{1,2})?
      """;

  /** The grammar of any JSON object. */
  public static final String JSON_OBJECT = "root ::= object\n" + COMMON;

  private final JsonNode schema;
  private final Map<String, String> rules = new HashMap<>();
  private final Deque<String> waiting = new ArrayDeque<>();
  private final StringBuilder text = new StringBuilder();
  private int synthetic;

  private JsonSchema(JsonNode schema) {
    this.schema = schema;
  }

  /**
   * The grammar of the values that match {@code schema}.
   *
   * @throws IllegalArgumentException with a sentence that names the keyword that is not supported
   *     and the JSON pointer of its schema, or says that no value can ever match
   */
  public static String grammar(JsonNode schema) {
    return within("", schema, "");
  }

  /** The grammar of such a value with {@code before} and {@code after} around it, as they are. */
  public static String within(String before, JsonNode schema, String after) {
    return new JsonSchema(schema).grammar(literal(before), literal(after));
  }

  private String grammar(String before, String after) {
    line("root", before + " " + reference("") + " " + after);
    while (!waiting.isEmpty()) {
      String pointer = waiting.remove();
      JsonNode node = schema.at(JsonPointer.compile(pointer));
      line(rules.getOrDefault(pointer, ""), expression(node, pointer));
    }
    text.append(COMMON);
    try {
      Grammar.parse(text.toString());
    } catch (IllegalArgumentException e) {
      String reason =
          String.valueOf(e.getMessage()).contains("end")
              ? "no finite value can match it"
              : "it is too large or refers to itself without a value between";
      throw new IllegalArgumentException("the schema cannot be followed: " + reason, e);
    }
    return text.toString();
  }

  private void line(String name, String expression) {
    text.append(name).append(" ::= ").append(expression).append('\n');
    if (text.length() > Grammar.MAX_LENGTH) {
      throw new IllegalArgumentException("the schema cannot be followed: it is too large");
    }
  }

  /** The name of the rule of the schema at {@code pointer}. */
  private String reference(String pointer) {
    return rules.computeIfAbsent(
        pointer,
        _ -> {
          waiting.add(pointer);
          return "schema-" + rules.size();
        });
  }

  private String expression(JsonNode node, String at) {
    if (node.isBoolean() && node.booleanValue()) {
      return "value";
    }
    if (!node.isObject()) {
      throw wrong(at, "a schema must be an object or true");
    }
    if (node.has("$ref")) {
      only(node, at, "$ref");
      return reference(target(node.get("$ref"), at));
    }
    for (String union : List.of("anyOf", "oneOf", "allOf")) {
      if (node.has(union)) {
        only(node, at, union);
        return union(node.get(union), at + "/" + union, union.equals("allOf"));
      }
    }
    if (node.has("const")) {
      only(node, at, "const", "type");
      return literals(List.of(node.get("const")), node, at);
    }
    if (node.has("enum")) {
      only(node, at, "enum", "type");
      return literals(elements(node.get("enum"), at + "/enum"), node, at);
    }
    return types(node, at).stream()
        .map(type -> ofType(type, node, at))
        .collect(Collectors.joining(" | "));
  }

  private String target(JsonNode reference, String at) {
    String uri = reference.asText();
    if (!uri.equals("#") && !uri.startsWith("#/")) {
      throw wrong(
          at, "'$ref' must be a pointer into the schema such as '#/$defs/name', not '%s'", uri);
    }
    String pointer = uri.substring(1);
    if (schema.at(JsonPointer.compile(pointer)) instanceof MissingNode) {
      throw wrong(at, "'$ref' leads nowhere: there is no '%s'", pointer);
    }
    return pointer;
  }

  private String union(JsonNode alternatives, String at, boolean single) {
    List<JsonNode> all = elements(alternatives, at);
    if (all.isEmpty() || (single && all.size() > 1)) {
      throw wrong(at, single ? "'allOf' of more than one is not supported" : "it is empty");
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      names.add(reference(at + "/" + i));
    }
    return String.join(" | ", names);
  }

  private static List<JsonNode> elements(JsonNode array, String at) {
    if (!array.isArray()) {
      throw wrong(at, "it must be an array");
    }
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  private static String literals(List<JsonNode> values, JsonNode node, String at) {
    List<String> types = node.has("type") ? types(node, at) : List.of();
    List<String> literals =
        values.stream()
            .filter(value -> types.isEmpty() || types.stream().anyMatch(type -> is(value, type)))
            .map(value -> literal(value.toString()))
            .toList();
    if (literals.isEmpty()) {
      throw wrong(at, "no value can match it");
    }
    return String.join(" | ", literals);
  }

  private static boolean is(JsonNode value, String type) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      case "integer" -> value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0;
      default -> value.isNumber();
    };
  }

  /** What a schema without a type is about is seen from its keywords. */
  private static List<String> types(JsonNode node, String at) {
    JsonNode type = node.path("type");
    if (type.isTextual()) {
      return List.of(type.asText());
    }
    if (type.isArray() && !type.isEmpty()) {
      return elements(type, at).stream().map(JsonNode::asText).distinct().toList();
    }
    if (!type.isMissingNode()) {
      throw wrong(at, "'type' must be a name or an array of names");
    }
    Set<String> found = new LinkedHashSet<>();
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (OBJECT.contains(name)) {
                found.add("object");
              } else if (ARRAY.contains(name)) {
                found.add("array");
              } else if (STRING.contains(name)) {
                found.add("string");
              } else if (!DESCRIBING.contains(name)) {
                throw unsupported(name, at);
              }
            });
    return found.isEmpty() ? List.of("value") : List.copyOf(found);
  }

  private String ofType(String type, JsonNode node, String at) {
    Set<String> others = new LinkedHashSet<>();
    node.fieldNames().forEachRemaining(others::add);
    others.removeAll(DESCRIBING);
    others.removeAll(OBJECT);
    others.removeAll(ARRAY);
    others.removeAll(STRING);
    others.remove("type");
    if (!others.isEmpty()) {
      throw unsupported(others.iterator().next(), at);
    }
    return switch (type) {
      case "object" -> object(node, at);
      case "array" -> array(node, at);
      case "string" -> {
        Bounds length = Bounds.of(node, "minLength", "maxLength", at);
        yield length.isAny() ? "string" : "\"\\\"\" char" + length.quantifier(0) + " \"\\\"\"";
      }
      case "integer", "number", "value" -> type;
      case "boolean" -> "\"true\" | \"false\"";
      case "null" -> "\"null\"";
      default -> throw wrong(at, "there is no type '%s'", type);
    };
  }

  private String object(JsonNode node, String at) {
    JsonNode properties = node.path("properties");
    if (!properties.isMissingNode() && !properties.isObject()) {
      throw wrong(at, "'properties' must be an object");
    }
    Set<String> required = new LinkedHashSet<>();
    if (node.has("required")) {
      elements(node.get("required"), at + "/required").forEach(name -> required.add(name.asText()));
    }
    List<String> names = new ArrayList<>();
    properties.fieldNames().forEachRemaining(names::add);
    JsonNode others = node.path("additionalProperties");
    for (String name : required) {
      if (!names.contains(name)) {
        if (others.isBoolean() && !others.booleanValue()) {
          throw wrong(at, "'%s' is required and not among the properties", name);
        }
        names.add(name);
      }
    }
    Optional<String> other =
        others.isObject() ? Optional.of(reference(at + "/additionalProperties")) : Optional.empty();
    if (names.isEmpty()) {
      boolean none = others.isBoolean() && !others.booleanValue();
      String member = other.map(rule -> "string \":\" ws " + rule).orElse("member");
      String members = "(%s (\",\" ws %s)* ws)?".formatted(member, member);
      return none || node.has("properties") ? "\"{\" ws \"}\"" : "\"{\" ws " + members + " \"}\"";
    }
    return "\"{\" ws " + members(names, required, properties, other, at) + " ws \"}\"";
  }

  /**
   * Properties in order, those that are not required left out or not. From the last to the first:
   * what follows when something was written before, and what when nothing was.
   */
  private String members(
      List<String> names,
      Set<String> required,
      JsonNode properties,
      Optional<String> other,
      String at) {
    String following = "\"\"";
    String beginning = "\"\"";
    for (int i = names.size() - 1; i >= 0; i--) {
      String name = names.get(i);
      String value =
          properties.has(name)
              ? reference(at + "/properties/" + name.replace("~", "~0").replace("/", "~1"))
              : other.orElse("value");
      String member = literal(quoted(name)) + " \":\" ws " + value + " " + following;
      boolean optional = !required.contains(name);
      beginning = rule(member + (optional ? " | " + beginning : ""));
      following = rule("\",\" ws " + member + (optional ? " | " + following : ""));
    }
    return beginning;
  }

  private String array(JsonNode node, String at) {
    Bounds size = Bounds.of(node, "minItems", "maxItems", at);
    String item = node.has("items") ? reference(at + "/items") : "value";
    if (size.most().filter(most -> most == 0).isPresent()) {
      return "\"[\" ws \"]\"";
    }
    String items = "%s (\",\" ws %s)%s ws".formatted(item, item, size.quantifier(1));
    return "\"[\" ws " + (size.least() == 0 ? "(" + items + ")?" : items) + " \"]\"";
  }

  private String rule(String expression) {
    String name = "part-" + synthetic++;
    line(name, expression);
    return name;
  }

  private static String quoted(String name) {
    return com.fasterxml.jackson.databind.node.TextNode.valueOf(name).toString();
  }

  private static String literal(String value) {
    StringBuilder literal = new StringBuilder("\"");
    value
        .codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                literal.append('\\').appendCodePoint(c);
              } else if (c < ' ') {
                literal.append("\\x%02X".formatted(c));
              } else {
                literal.appendCodePoint(c);
              }
            });
    return literal.append('"').toString();
  }

  /** Refuses keywords that would say more than {@code known} do. */
  private static void only(JsonNode node, String at, String... known) {
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!DESCRIBING.contains(name) && !List.of(known).contains(name)) {
                throw wrong(at, "'%s' beside '%s' is not supported", name, known[0]);
              }
            });
  }

  private static IllegalArgumentException unsupported(String keyword, String at) {
    return wrong(at, "the keyword '%s' is not supported", keyword);
  }

  @FormatMethod
  private static IllegalArgumentException wrong(
      String at, @FormatString String problem, Object... arguments) {
    return new IllegalArgumentException(
        "the schema at '%s': %s".formatted(at.isEmpty() ? "/" : at, problem.formatted(arguments)));
  }

  /** How many characters or items. */
  private record Bounds(int least, Optional<Integer> most) {

    private static final int MAX = 10_000;

    static Bounds of(JsonNode node, String least, String most, String at) {
      Bounds bounds =
          new Bounds(
              node.has(least) ? count(node, least, at) : 0,
              node.has(most) ? Optional.of(count(node, most, at)) : Optional.empty());
      if (bounds.most.filter(m -> m < bounds.least).isPresent()) {
        throw wrong(at, "'%s' is more than '%s'", least, most);
      }
      return bounds;
    }

    private static int count(JsonNode node, String keyword, String at) {
      JsonNode value = node.get(keyword);
      if (!value.isNumber()
          || value.doubleValue() % 1 != 0
          || value.doubleValue() < 0
          || value.doubleValue() > MAX) {
        throw wrong(at, "'%s' must be a whole number from 0 to %d", keyword, MAX);
      }
      return value.intValue();
    }

    boolean isAny() {
      return least == 0 && most.isEmpty();
    }

    /** The quantifier of what is there so often, less the {@code done} written already. */
    String quantifier(int done) {
      int from = Math.max(0, least - done);
      return most.map(m -> "{%d,%d}".formatted(from, m - done)).orElse("{" + from + ",}");
    }
  }
}
