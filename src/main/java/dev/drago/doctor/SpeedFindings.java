package dev.drago.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured, in words and for programs. */
public final class SpeedFindings {

  private SpeedFindings() {}

  /** A model alone. */
  public static Finding of(String id, int threads, SpeedTest test, List<Speed> rounds) {
    Speed median = Speed.median(rounds);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("id", id);
    facts.put("threads", threads);
    facts.put("promptTokens", test.promptTokens());
    facts.put("writtenTokens", test.writtenTokens());
    facts.put("rounds", facts(rounds));
    String writes =
        median.decode().isEmpty()
            ? ""
            : String.format(Locale.ROOT, ", writes %,.1f", median.decode().getAsDouble());
    return Finding.ok(
        "speed",
        String.format(
            Locale.ROOT,
            "%s reads %,.1f tokens/s%s (median of %d; %d tokens and %d; %s)",
            id,
            median.prefill(),
            writes,
            rounds.size(),
            test.promptTokens(),
            test.writtenTokens(),
            threads == 1 ? "1 thread" : threads + " threads"),
        facts);
  }

  /** A model in the library in use, and in another. */
  public static Finding of(String id, String other, SpeedComparison comparison) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("id", id);
    facts.put("other", other);
    facts.put("largestLogitDifference", comparison.largestDifference());
    facts.put("sameLikeliestToken", comparison.sameChoice());
    facts.put("first", facts(comparison.first()));
    facts.put("second", facts(comparison.second()));
    boolean writes = Speed.median(comparison.first()).decode().isPresent();
    StringBuilder text = new StringBuilder();
    text.append("%s in %s: reading %s".formatted(id, other, said(comparison.prefill())));
    if (writes) {
      text.append(", writing ").append(said(comparison.decode()));
      text.append(
          String.format(
              Locale.ROOT,
              "; logits differ by %.4f at most, the likeliest token is %s",
              comparison.largestDifference(),
              comparison.sameChoice() ? "the same" : "ANOTHER"));
    }
    return Finding.ok("compared", text.toString(), facts);
  }

  private static String said(SpeedComparison.Ratio ratio) {
    return String.format(
        Locale.ROOT,
        "%.2f times as fast (%.2f to %.2f)",
        ratio.median(),
        ratio.lowest(),
        ratio.highest());
  }

  private static List<Map<String, Object>> facts(List<Speed> rounds) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Speed speed : rounds) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("prefill", speed.prefill());
      speed.decode().ifPresent(decode -> one.put("decode", decode));
      all.add(one);
    }
    return all;
  }
}
