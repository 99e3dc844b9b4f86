package dev.drago.inference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.drago.llama.Grammar;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random schemas; a validator of JSON Schema is the oracle. */
class JsonSchemaPropertyTest {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final JsonSchemaFactory VALIDATORS =
      JsonSchemaFactory.getInstance(VersionFlag.V202012);

  @Property(tries = 300)
  void aValueThatMatchesTheSchemaCanBeWritten(@ForAll long seed) {
    Random random = new Random(seed);
    JsonNode schema = schema(random, 3);
    Grammar grammar = Grammar.parse(JsonSchema.grammar(schema));
    for (int i = 0; i < 5; i++) {
      JsonNode value = value(schema, random);
      assertThat(isValid(schema, value)).as("%s by %s", value, schema).isTrue();
      assertThat(grammar.matches(value.toString())).as("%s by %s", value, schema).isTrue();
    }
  }

  @Property(tries = 300)
  void whatCanBeWrittenMatchesTheSchema(@ForAll long seed) {
    Random random = new Random(seed);
    JsonNode schema = schema(random, 3);
    Grammar grammar = Grammar.parse(JsonSchema.grammar(schema));
    for (int i = 0; i < 10; i++) {
      // A value of a schema that is a little different mostly fits, and often not quite.
      JsonNode value = value(i % 2 == 0 ? schema(random, 2) : changed(schema, random), random);
      if (!isValid(schema, value)) {
        assertThat(grammar.matches(value.toString())).as("%s by %s", value, schema).isFalse();
      }
    }
  }

  private static boolean isValid(JsonNode schema, JsonNode value) {
    return VALIDATORS.getSchema(schema).validate(value).isEmpty();
  }

  private static JsonNode schema(Random random, int depth) {
    ObjectNode schema = JSON.objectNode();
    switch (random.nextInt(depth > 0 ? 9 : 6)) {
      case 0 -> {
        schema.put("type", "string");
        int least = random.nextInt(3);
        schema.put("minLength", least).put("maxLength", least + random.nextInt(4));
      }
      case 1 -> schema.put("type", "integer");
      case 2 -> schema.put("type", "number");
      case 3 -> schema.putArray("type").add("boolean").add("null");
      case 4 -> schema.set("const", value(JSON.objectNode().put("type", "string"), random));
      case 5 -> schema.putArray("enum").add("a\"b").add(3).add(true).addNull();
      case 6 -> {
        schema.put("type", "array").set("items", schema(random, depth - 1));
        int least = random.nextInt(3);
        schema.put("minItems", least).put("maxItems", least + random.nextInt(3));
      }
      case 7 -> {
        ArrayNode any = schema.putArray("anyOf");
        any.add(schema(random, depth - 1)).add(schema(random, depth - 1));
      }
      default -> {
        schema.put("type", "object").put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        for (String name : List.of("a", "b~/\"", "ñ", "d").subList(0, 1 + random.nextInt(4))) {
          properties.set(name, schema(random, depth - 1));
          if (random.nextBoolean()) {
            required.add(name);
          }
        }
      }
    }
    return schema;
  }

  /** The schema with one thing about it different. */
  private static JsonNode changed(JsonNode schema, Random random) {
    ObjectNode changed = schema.deepCopy();
    for (String bound : List.of("maxLength", "maxItems")) {
      if (changed.has(bound)) {
        changed.put(bound, changed.get(bound).intValue() + 1);
      }
    }
    if (changed.has("required")) {
      changed.putArray("required");
    }
    if (changed.has("items")) {
      changed.set("items", changed(changed.get("items"), random));
    }
    changed.path("properties").properties().forEach(p -> p.setValue(changed(p.getValue(), random)));
    return changed;
  }

  private static JsonNode value(JsonNode schema, Random random) {
    if (schema.has("const")) {
      return schema.get("const");
    }
    for (String choices : List.of("enum", "anyOf")) {
      if (schema.has(choices)) {
        JsonNode chosen = schema.get(choices).get(random.nextInt(schema.get(choices).size()));
        return choices.equals("enum") ? chosen : value(chosen, random);
      }
    }
    return switch (schema.path("type").asText("")) {
      case "string" -> {
        int least = schema.path("minLength").intValue();
        int length = least + random.nextInt(schema.path("maxLength").asInt(least) - least + 1);
        StringBuilder text = new StringBuilder();
        List<String> letters = List.of("a", "\"", "\\", "\n", "é", "😀", "/", "\u0001", " ");
        for (int i = 0; i < length; i++) {
          text.append(letters.get(random.nextInt(letters.size())));
        }
        yield JSON.textNode(text.toString());
      }
      case "integer" -> JSON.numberNode(random.nextLong(-1_000_000_000_000L, 1_000_000_000_000L));
      case "number" -> JSON.numberNode((random.nextInt(2_000) - 1_000) / 8.0);
      case "array" -> {
        int least = schema.path("minItems").intValue();
        ArrayNode items = JSON.arrayNode();
        int size = least + random.nextInt(schema.path("maxItems").intValue() - least + 1);
        for (int i = 0; i < size; i++) {
          items.add(value(schema.get("items"), random));
        }
        yield items;
      }
      case "object" -> {
        ObjectNode object = JSON.objectNode();
        List<String> required =
            schema.path("required").valueStream().map(JsonNode::asText).toList();
        schema
            .path("properties")
            .properties()
            .forEach(
                property -> {
                  if (required.contains(property.getKey()) || random.nextBoolean()) {
                    object.set(property.getKey(), value(property.getValue(), random));
                  }
                });
        yield object;
      }
      default -> random.nextBoolean() ? JSON.booleanNode(random.nextBoolean()) : JSON.nullNode();
    };
  }
}
