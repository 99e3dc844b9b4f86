package dev.drago.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drago.scoring.FusionWeights.Knot;
import dev.drago.scoring.FusionWeights.Mix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FusionFileTest {

  private static final String GOOD =
      """
      {
        "origin": "a test",
        "wish": {"semantic":1.0},
        "said": {"semantic":0.5},
        "mixes": [
          {
            "scorers": ["sequence","semantic"],
            "byHistory": [
              {"items": 0, "weights": {}},
              {"items": 3, "weights": {"semantic":0.25,"sequence":0.75}}
            ]
          }
        ]
      }
      """;

  @Test
  void aFileIsWrittenAsAPersonWouldReadIt() {
    FusionWeights weights = FusionFile.parse(GOOD, "x");

    assertThat(weights)
        .isEqualTo(
            new FusionWeights(
                "a test",
                List.of(
                    new Mix(
                        List.of("sequence", "semantic"),
                        List.of(
                            new Knot(0, Map.of()),
                            new Knot(3, Map.of("sequence", 0.75, "semantic", 0.25))))),
                Map.of("semantic", 1.0),
                Map.of("semantic", 0.5)));
    assertThat(FusionFile.toJson(weights)).isEqualTo(GOOD);
  }

  @Test
  void theStandardWeightsAreInTheJar() {
    FusionWeights standard = FusionFile.standard();

    assertThat(standard.mixes().getFirst().scorers())
        .contains("sequence", "semantic", "next-item", "ease", "popularity");
    assertThat(FusionFile.parse(FusionFile.toJson(standard), "again")).isEqualTo(standard);
  }

  @Property(tries = 200, generation = GenerationMode.RANDOMIZED)
  void whatIsWrittenIsReadEqualAndWrittenAgainTheSame(@ForAll long seed, @ForAll String origin) {
    FusionWeights weights = random(new Random(seed), origin);
    String json = FusionFile.toJson(weights);

    FusionWeights read = FusionFile.parse(json, "x");
    assertThat(read).isEqualTo(weights);
    assertThat(FusionFile.toJson(read)).isEqualTo(json).endsWith("}\n");
  }

  @Test
  void theOrderInWhichWeightsWereNamedLeavesNoTrace() {
    Map<String, Double> one = new LinkedHashMap<>();
    one.put("a", 1.0);
    one.put("b", 2.0);
    Map<String, Double> other = new LinkedHashMap<>();
    other.put("b", 2.0);
    other.put("a", 1.0);

    assertThat(FusionFile.toJson(of(one))).isEqualTo(FusionFile.toJson(of(other)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "{}",
        "5",
        "\"weights\"",
        "\0\1\2",
        "not JSON",
        "{\"origin\": \"x\"}",
      })
  void whatIsNoSuchFileIsRefusedByName(String json) {
    requireRefused(json, "data/fusion.json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`  \"origin\": \"a test\",`     | ``                          | origin",
        "`  \"wish\": {\"semantic\":1.0},` | ``                        | wish",
        "`  \"said\": {\"semantic\":0.5},` | ``                        | said",
        "`\"scorers\": [\"sequence\",\"semantic\"],` | ``              | scorers",
        "`\"items\": 3, `                | ``                          | items",
        "`\"items\": 0, \"weights\": {}` | `\"items\": 0`              | weights",
        "`\"a test\"`                    | `null`                      | origin",
        "`{\"semantic\":1.0}`            | `null`                      | wish",
        "`\"semantic\":1.0`              | `\"semantic\":null`         | semantic null",
        "`\"items\": 3`                  | `\"items\": null`           | items",
        "`\"items\": 3`                  | `\"items\": 3.5`            | items",
        "`\"items\": 3`                  | `\"items\": \"3\"`          | items",
        "`\"items\": 3`                  | `\"items\": -3`             | -3",
        "`\"items\": 3`                  | `\"items\": 0`              | 0 follows 0",
        "`\"items\": 0`                  | `\"items\": 1`              | from 0 items",
        "`\"sequence\":0.75`             | `\"sequence\":-0.75`        | sequence -0.75",
        "`\"sequence\":0.75`             | `\"sequence\":1e999`        | sequence Infinity",
        "`\"sequence\":0.75`             | `\"sequence\":NaN`          | NaN",
        "`\"sequence\":0.75`             | `\"sequence\":\"NaN\"`      | sequence",
        "`\"sequence\":0.75`             | `\"sequence\":\"much\"`     | sequence",
        "`\"sequence\":0.75`             | `\"sequence\":true`         | sequence",
        "`\"sequence\":0.75`             | `\"sequence\":[0.75]`       | sequence",
        "`\"semantic\":0.25`             | `\"sequence\":0.25`         | sequence",
        "`[\"sequence\",\"semantic\"]`   | `[]`                        | scorers",
        "`[\"sequence\",\"semantic\"]`   | `[null]`                    | /mixes/0",
        "`[\"sequence\",\"semantic\"]`   | `\"sequence\"`              | scorers",
        "`{\"items\": 0, \"weights\": {}}` | `null`                    | /mixes/0",
        "`\"a test\"`                    | `\"a test\", \"extra\": 1`  | extra",
        "`\"items\": 3`                  | `\"items\": 3, \"more\": 1` | more",
      })
  void whatIsWrongInItIsNamed(String from, String to, String mentioned) {
    String wrong = GOOD.replace(from, to);
    assertThat(wrong).isNotEqualTo(GOOD);
    requireRefused(wrong, mentioned);
  }

  @Test
  void trailingJunkAndNoMixesAreRefused() {
    requireRefused(GOOD + "and more", "data/fusion.json");
    requireRefused(GOOD + GOOD, "data/fusion.json");
    requireRefused("{\"origin\":\"x\",\"wish\":{},\"said\":{},\"mixes\":[]}", "at least one mix");
    requireRefused(
        "{\"origin\":\"x\",\"wish\":{},\"said\":{},\"mixes\":[null]}", "the object of weights");
    requireRefused("{\"origin\":\"x\",\"wish\":{},\"said\":{},\"mixes\":{}}", "mixes");
  }

  @Test
  void aFileCutAnywhereIsRefused() {
    for (int length = 0; length < GOOD.strip().length(); length++) {
      requireRefused(GOOD.substring(0, length), "data/fusion.json");
    }
  }

  /** One sentence that names the file, and none of our classes. */
  private static void requireRefused(String json, String mentioned) {
    assertThatThrownBy(() -> FusionFile.parse(json, "data/fusion.json"))
        .as("of %s", json)
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .startsWith("data/fusion.json holds no fusion weights: ")
        .contains("drago tune")
        .contains(mentioned)
        .doesNotContain("dev.drago", "Exception", "\n", "com.fasterxml", "java.");
  }

  private static FusionWeights of(Map<String, Double> weights) {
    return new FusionWeights(
        "x", List.of(new Mix(List.of("a", "b"), List.of(new Knot(0, weights)))), weights, weights);
  }

  private static FusionWeights random(Random random, String origin) {
    List<Mix> mixes = new ArrayList<>();
    for (int m = 0; m <= random.nextInt(3); m++) {
      List<Knot> knots = new ArrayList<>();
      int items = 0;
      for (int k = 0; k <= random.nextInt(4); k++) {
        knots.add(new Knot(items, weights(random)));
        items += 1 + random.nextInt(50);
      }
      mixes.add(new Mix(List.of("ease", "next-item", "a \"quoted\" one"), knots));
    }
    return new FusionWeights(origin, mixes, weights(random), weights(random));
  }

  private static Map<String, Double> weights(Random random) {
    Map<String, Double> weights = new LinkedHashMap<>();
    for (String name : List.of("next-item", "a \"quoted\" one", "ease", "Ärger\n")) {
      if (random.nextBoolean()) {
        weights.put(name, random.nextInt(4) == 0 ? 0 : Math.exp(5 * random.nextGaussian()));
      }
    }
    return weights;
  }
}
