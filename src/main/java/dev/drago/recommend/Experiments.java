package dev.drago.recommend;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drago.catalog.StrictJson;
import dev.drago.file.Sha256;
import dev.drago.interaction.Impression;
import dev.drago.interaction.Name;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which users get which strategy, to compare strategies. A user is in the same variant of an
 * experiment for ever: it is a hash of the experiment's name and the user's id that decides.
 */
public final class Experiments {

  /**
   * One strategy for a part of the users.
   *
   * @param share of all users, in (0, 1]
   */
  public record Variant(String name, String strategy, double share) {}

  /**
   * Variants whose shares are together at most 1; users beyond have no part in it.
   *
   * @param scenario of the requests it is about
   */
  public record Experiment(String name, String scenario, List<Variant> variants) {
    public Experiment {
      variants = List.copyOf(variants);
    }

    /** The variant of a user, if the user has a part in it. */
    Optional<Variant> of(String userId) {
      double place = place(name, userId);
      for (Variant variant : variants) {
        place -= variant.share();
        if (place < 0) {
          return Optional.of(variant);
        }
      }
      return Optional.empty();
    }
  }

  /** A user's variant, as {@code experiment:variant}, and the strategy it stands for. */
  public record Assigned(String variant, String strategy) {}

  private static final double ROUNDING = 1e-9;

  private final List<Experiment> experiments;

  private Experiments(List<Experiment> experiments) {
    this.experiments = List.copyOf(experiments);
  }

  public static Experiments none() {
    return new Experiments(List.of());
  }

  /**
   * Reads {@code [{"name": …, "scenario": …, "variants": [{"name": …, "strategy": …, "share":
   * …}]}]}.
   *
   * @throws IllegalArgumentException with a sentence when it is not that
   */
  public static Experiments parse(String json) {
    JsonNode all = StrictJson.read(json);
    if (!all.isArray()) {
      throw new IllegalArgumentException("experiments are an array: [{\"name\": …, …}, …]");
    }
    List<Experiment> experiments = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Set<String> scenarios = new HashSet<>();
    for (JsonNode node : all) {
      requireOnly(node, "an experiment", Set.of("name", "scenario", "variants"));
      String name = Name.require("an experiment", text(node, "name"));
      if (!names.add(name)) {
        throw new IllegalArgumentException("two experiments are called '%s'".formatted(name));
      }
      String scenario =
          Name.require(
              "a scenario",
              node.has("scenario") ? text(node, "scenario") : Impression.DEFAULT_SCENARIO);
      if (!scenarios.add(scenario)) {
        throw new IllegalArgumentException(
            "the scenario '%s' has two experiments; one at a time can be told apart"
                .formatted(scenario));
      }
      experiments.add(new Experiment(name, scenario, variants(name, node.path("variants"))));
    }
    return new Experiments(experiments);
  }

  private static List<Variant> variants(String experiment, JsonNode nodes) {
    List<Variant> variants = new ArrayList<>();
    Set<String> names = new HashSet<>();
    double total = 0;
    for (JsonNode node : nodes) {
      requireOnly(node, "a variant", Set.of("name", "strategy", "share"));
      String name = Name.require("a variant", text(node, "name"));
      if (!names.add(name)) {
        throw new IllegalArgumentException(
            "the experiment '%s' has two variants '%s'".formatted(experiment, name));
      }
      double share = node.path("share").isNumber() ? node.get("share").doubleValue() : 0;
      if (!(share > 0)) {
        throw new IllegalArgumentException(
            "the experiment '%s' has a variant whose share is not above 0".formatted(experiment));
      }
      total += share;
      variants.add(new Variant(name, text(node, "strategy"), share));
    }
    if (variants.isEmpty() || total > 1 + ROUNDING) {
      throw new IllegalArgumentException(
          "the shares of the experiment '%s' are %s together, not above 0 and at most 1"
              .formatted(experiment, total));
    }
    return variants;
  }

  private static void requireOnly(JsonNode node, String what, Set<String> known) {
    for (String field : (Iterable<String>) node::fieldNames) {
      if (!known.contains(field)) {
        throw new IllegalArgumentException("%s has no field '%s'".formatted(what, field));
      }
    }
  }

  private static String text(JsonNode node, String field) {
    if (!node.path(field).isTextual()) {
      throw new IllegalArgumentException("an experiment or variant has no '%s'".formatted(field));
    }
    return node.get(field).textValue();
  }

  /** Throws {@link IllegalArgumentException} where a variant names what is no strategy. */
  public void requireStrategies(List<String> known) {
    for (Experiment experiment : experiments) {
      for (Variant variant : experiment.variants()) {
        if (!known.contains(variant.strategy())) {
          throw new IllegalArgumentException(
              "the experiment '%s' names the strategy '%s', which is not one of %s"
                  .formatted(experiment.name(), variant.strategy(), String.join(", ", known)));
        }
      }
    }
  }

  /** What a user gets in a scenario, where there is an experiment. */
  public Optional<Assigned> of(String userId, String scenario) {
    for (Experiment experiment : experiments) {
      if (experiment.scenario().equals(scenario)) {
        return experiment
            .of(userId)
            .map(v -> new Assigned(experiment.name() + ":" + v.name(), v.strategy()));
      }
    }
    return Optional.empty();
  }

  /** Where a user is between 0 and 1: the first 53 bits of SHA-256 of {@code experiment:user}. */
  private static double place(String experiment, String userId) {
    MessageDigest digest = Sha256.digest();
    byte[] hash = digest.digest((experiment + ":" + userId).getBytes(StandardCharsets.UTF_8));
    return (ByteBuffer.wrap(hash).getLong() >>> 11) * 0x1.0p-53;
  }
}
