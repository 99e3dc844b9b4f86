package dev.drago.cli;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.evaluation.Bootstrap;
import dev.drago.evaluation.Wish;
import dev.drago.evaluation.Wish.Half;
import dev.drago.evaluation.WishEvaluation;
import dev.drago.evaluation.WishReport;
import dev.drago.file.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code drago wishes}: how well wishes in words find what a person would accept. */
@Command(
    name = "wishes",
    mixinStandardHelpOptions = true,
    description = {
      "Asks the search and the recommender of an instance for wishes in words of which is known what",
      "a person would accept, and reports how often that is among the first ten. The wishes are about",
      "the demo catalogue, which an empty --data gets first (default: data/demo)."
    })
final class WishesCommand implements Runnable {

  /** The wishes that come with Drago. */
  enum WishSet {
    /** 50 in English and 50 in Spanish, as people say them. */
    WISHES("wishes.jsonl"),
    /** 50 short ones in Spanish. */
    QUERIES_ES("queries-es.jsonl");

    private final String file;

    WishSet(String file) {
      this.file = file;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    List<Wish> read() {
      try (InputStream in = WishSet.class.getResourceAsStream("/evaluation/" + file)) {
        if (in == null) {
          throw new IllegalStateException(file + " is missing from the jar");
        }
        return Wish.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Mixin InstanceOptions instance = new InstanceOptions();

  @Option(
      names = "--set",
      defaultValue = "wishes",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  WishSet set = WishSet.WISHES;

  @Option(
      names = "--half",
      paramLabel = "HALF",
      description = "dev to tune on, or test to report (default: both).")
  Optional<Half> half = Optional.empty();

  @Option(
      names = "--steps",
      description =
          "Also without the bridge from Spanish, and without taking the mean of all questions off a"
              + " question.")
  boolean steps;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Seed of the bootstrap (default: ${DEFAULT-VALUE}).")
  long seed = 1;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures as JSON too.")
  Optional<Path> json = Optional.empty();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    if (!spec.commandLine().getParseResult().hasMatchedOption("--data")) {
      instance.data = instance.data.resolve("demo");
    }
    instance.prepareToMeasure(spec);
    PrintWriter out = spec.commandLine().getOut();
    List<Wish> wishes =
        set.read().stream().filter(wish -> half.isEmpty() || half.get() == wish.half()).toList();
    try (Instance opened = Instance.open(instance)) {
      if (opened.catalog().snapshot().size() == 0) {
        DemoCommand.load(opened);
      }
      requireKnown(wishes, opened.catalog().snapshot());
      IndexProgress.catchUp(opened.catalog(), out);
      WishReport report =
          new WishReport(
              WishEvaluation.run(wishes, opened.wishRankings().all(steps)), Bootstrap.seeded(seed));
      out.print(report.text());
      out.flush();
      if (json.isPresent()) {
        AtomicFile.write(json.get(), report.json());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
    }
  }

  private void requireKnown(List<Wish> wishes, CatalogSnapshot catalog) {
    List<String> missing =
        wishes.stream()
            .flatMap(wish -> wish.accepted().stream())
            .distinct()
            .filter(id -> catalog.ordinal(id).isEmpty())
            .sorted()
            .toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "%s lacks %d items that the wishes are about, such as '%s': it is not the demo catalogue"
              .formatted(instance.data, missing.size(), missing.getFirst()));
    }
  }
}
