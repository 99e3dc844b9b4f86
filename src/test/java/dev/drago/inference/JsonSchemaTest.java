package dev.drago.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drago.llama.Grammar;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonSchemaTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void anObjectHasItsPropertiesInOrder() {
    Grammar film =
        grammar(
            """
            {"type":"object","additionalProperties":false,"required":["title","year"],
             "properties":{
               "title":{"type":"string","minLength":1,"maxLength":5,"description":"what it is called"},
               "rating":{"type":"number"},
               "year":{"type":"integer"},
               "genres":{"type":"array","items":{"enum":["Drama","Sci-Fi"]},"maxItems":2},
               "seen":{"type":["boolean","null"]}}}""");
    assertThat(film.matches("{\"title\":\"Alien\",\"year\":1979}")).isTrue();
    assertThat(film.matches("{\"title\": \"Éé😀\\n\\u00e9\", \"rating\": -8.5e1, \"year\": 0}"))
        .isTrue();
    assertThat(
            film.matches(
                "{\n  \"title\":\"A\",\n  \"year\":1,\n  \"genres\":[\"Drama\", \"Sci-Fi\"],\n"
                    + "  \"seen\":null\n}"))
        .isTrue();
    assertThat(film.matches("{\"year\":1979,\"title\":\"Alien\"}")).isFalse();
    assertThat(film.matches("{\"title\":\"Aliens\",\"year\":1986}")).isFalse();
    assertThat(film.matches("{\"title\":\"\",\"year\":1986}")).isFalse();
    assertThat(film.matches("{\"title\":\"A\"}")).isFalse();
    assertThat(film.matches("{\"title\":\"A\",\"year\":1.5}")).isFalse();
    assertThat(film.matches("{\"title\":\"A\",\"year\":01}")).isFalse();
    assertThat(film.matches("{\"title\":\"A\",\"year\":1,\"genres\":[\"Western\"]}")).isFalse();
    assertThat(film.matches("{\"title\":\"A\",\"year\":1,\"other\":1}")).isFalse();
    assertThat(film.matches("{\"title\":\"A\\u12\",\"year\":1}")).isFalse();
    assertThat(film.matches("{\"title\":\"\\ud83d\",\"year\":1}")).isFalse();
  }

  @Test
  void referencesMayBeRecursive() {
    Grammar tree =
        grammar(
            """
            {"$ref":"#/$defs/node","$defs":{"node":{"type":"object","required":["name"],
             "properties":{"name":{"const":"n"},"children":{"type":"array",
               "items":{"$ref":"#/$defs/node"}}}}}}""");
    assertThat(tree.matches("{\"name\":\"n\",\"children\":[{\"name\":\"n\"},{\"name\":\"n\"}]}"))
        .isTrue();
    assertThat(tree.matches("{\"name\":\"n\",\"children\":[{\"name\":\"m\"}]}")).isFalse();
  }

  @Test
  void anyJsonObjectIsOne() {
    Grammar any = Grammar.parse(JsonSchema.JSON_OBJECT);
    assertThat(any.matches("{}")).isTrue();
    assertThat(any.matches("{\"a\": [1, {\"b\": null}, \"c\", -0.5e-3, true]}")).isTrue();
    assertThat(any.matches("[]")).isFalse();
    assertThat(any.matches("{\"a\": 1,}")).isFalse();
    assertThat(any.matches("{\"a\": 01}")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "{'type':'string','pattern':'a'} ! /: the keyword 'pattern' is not supported",
        "{'properties':{'a/b':{'minimum':1}}} ! /properties/a~1b': the keyword 'minimum'",
        "{'properties':{'a':{'type':'integer','maximum':1}}} ! 'maximum'",
        "{'type':'array','items':{'not':{}}} ! /items': the keyword 'not'",
        "{'type':'film'} ! no type 'film'",
        "{'type':1} ! 'type' must be",
        "{'$ref':'other.json'} ! must be a pointer into the schema",
        "{'$ref':'#/$defs/x'} ! leads nowhere",
        "{'$ref':'#'} ! cannot be followed",
        "{'required':['a'],'properties':{'a':{'$ref':'#'}}} ! no finite value",
        "{'anyOf':[]} ! /anyOf",
        "{'anyOf':[{}],'type':'string'} ! 'type' beside 'anyOf'",
        "{'allOf':[{},{}]} ! more than one",
        "{'enum':[]} ! no value",
        "{'enum':['a'],'type':'integer'} ! no value",
        "{'type':'string','minLength':2,'maxLength':1} ! 'minLength' is more than",
        "{'type':'string','maxLength':99999} ! 'maxLength' must be",
        "{'type':'array','minItems':-1} ! 'minItems' must be",
        "{'required':['b'],'properties':{},'additionalProperties':false} ! 'b' is required",
        "false ! must be an object or true",
        "[] ! must be an object or true",
      })
  void whatIsNotSupportedIsNamed(String schema, String message) {
    assertThatThrownBy(() -> grammar(schema.replace('\'', '"')))
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(message.replace("/: ", "/': ")));
  }

  @Test
  void aBrokenGrammarMakesNoRequest() {
    assertThatThrownBy(
            () ->
                new GenerationRequest(
                    List.of(ChatMessage.user("hello")),
                    5,
                    Sampling.GREEDY,
                    List.of(),
                    Optional.of("root ::= root"),
                    Deadline.none()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'root'");
  }

  static Grammar grammar(String schema) {
    return Grammar.parse(JsonSchema.grammar(json(schema)));
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
