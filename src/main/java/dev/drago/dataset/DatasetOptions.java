package dev.drago.dataset;

import dev.drago.scoring.Phrasing;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a data set is to be.
 *
 * @param languages of the prompts, {@code en} and {@code es}
 * @param phrasings how many phrasings of each language are used, from the first on
 * @param validation the share of the users whose windows are for validation
 * @param rejected how many rejected items a window gets, each a preference pair; 0 for none
 * @param seed of which phrasing a window gets and which items are rejected
 * @param csv whether the windows are written as CSV too
 */
public record DatasetOptions(
    ItemForm form,
    SlidingWindows windows,
    List<String> languages,
    int phrasings,
    double validation,
    int rejected,
    long seed,
    boolean csv) {

  public DatasetOptions {
    languages = List.copyOf(languages);
    List<String> known = Phrasing.all().stream().map(Phrasing::language).distinct().toList();
    for (String language : languages) {
      if (!known.contains(language)) {
        throw new IllegalArgumentException(
            "there is no prompt in the language '%s'; there are: %s"
                .formatted(language, String.join(", ", known)));
      }
    }
    if (languages.isEmpty() || phrasings < 1) {
      throw new IllegalArgumentException(
          "a data set needs a language and a phrasing at least: --languages, --phrasings");
    }
    if (!(validation >= 0 && validation < 1)) {
      throw new IllegalArgumentException(
          "--validation is a share from 0 to less than 1, not %s".formatted(validation));
    }
    if (rejected < 0 || rejected > HardNegatives.RANKS) {
      throw new IllegalArgumentException(
          "--dpo must be 0 to %d, not %d".formatted(HardNegatives.RANKS, rejected));
    }
  }

  /** The phrasings that windows get, each as often as any other. */
  List<Phrasing> words() {
    return languages.stream().distinct().flatMap(this::words).toList();
  }

  private Stream<Phrasing> words(String language) {
    return Phrasing.all().stream().filter(p -> p.language().equals(language)).limit(phrasings);
  }
}
