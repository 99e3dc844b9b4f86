package dev.drago.dataset;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.catalog.Item;
import dev.drago.catalog.ItemText;
import dev.drago.file.LinesFile;
import dev.drago.inference.ChatMessage;
import dev.drago.inference.ItemTokens;
import dev.drago.scoring.Phrasing;
import dev.drago.scoring.Profile;
import dev.drago.scoring.RecommendationPrompt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.apache.commons.csv.CSVFormat;

/**
 * Writes a data set for fine-tuning, user by user: it holds one user's windows and never the log.
 *
 * <pre>{@code
 * try (DatasetBuilder builder = new DatasetBuilder(out, false, catalog, options, negatives)) {
 *   log.forEachHistory(builder::add);
 *   builder.publish(source);
 * }
 * }</pre>
 *
 * <p>Nothing has its name before {@link #publish}; closed without it, nothing is left. Failures of
 * the disk are {@link UncheckedIOException} with a sentence.
 */
public final class DatasetBuilder implements AutoCloseable {

  /** Windows that a model reads at once: enough for all its threads, and no long queue. */
  private static final int AT_ONCE = 64;

  private final Path out;
  private final CatalogSnapshot catalog;
  private final DatasetOptions options;
  private final Optional<NegativeModel> negatives;
  private final IntFunction<String> names;
  private final List<Phrasing> phrasings;
  private final DatasetFolder folder;
  private final PartFiles train;
  private final PartFiles validation;
  private final Optional<LinesFile> csv;
  private final DatasetCounts counts = new DatasetCounts();

  /** The files of the training or the validation part. */
  private record PartFiles(
      String name,
      LinesFile conversations,
      Optional<LinesFile> preferences,
      DatasetCounts.Part counts) {}

  /**
   * Begins.
   *
   * @param out its folder
   * @param force whether it may replace a data set that is there
   * @param negatives what chooses the rejected items, where there are to be any
   * @throws IllegalArgumentException when the folder is not empty, or an item cannot be named
   */
  public DatasetBuilder(
      Path out,
      boolean force,
      CatalogSnapshot catalog,
      DatasetOptions options,
      Optional<NegativeModel> negatives) {
    if ((options.rejected() > 0) != negatives.isPresent()) {
      throw new IllegalArgumentException("rejected items and a model for them go together");
    }
    this.out = out;
    this.catalog = catalog;
    this.options = options;
    this.negatives = negatives;
    this.names = options.form().names(catalog);
    this.phrasings = options.words();
    try {
      this.folder = DatasetFolder.open(out, force);
      try {
        this.train = part("train", counts.train);
        this.validation = part("validation", counts.validation);
        this.csv = options.csv() ? Optional.of(folder.lines("windows.csv")) : Optional.empty();
        if (csv.isPresent()) {
          csv.get().add("user,history,target,part");
        }
        items();
      } catch (IOException | RuntimeException | Error e) {
        folder.close();
        throw e;
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private PartFiles part(String name, DatasetCounts.Part counted) throws IOException {
    return new PartFiles(
        name,
        folder.lines("sft-%s.jsonl".formatted(name)),
        negatives.isPresent()
            ? Optional.of(folder.lines("dpo-%s.jsonl".formatted(name)))
            : Optional.empty(),
        counted);
  }

  private void items() throws IOException {
    LinesFile items = folder.lines("items.jsonl");
    List<Item> byId =
        catalog.live().stream()
            .mapToObj(catalog::item)
            .sorted(Comparator.comparing(Item::id))
            .toList();
    for (Item item : byId) {
      items.addJson(
          new Example.CatalogueItem(item.id(), ItemTokens.text(item.id()), ItemText.of(item)));
    }
  }

  /**
   * Takes in a user.
   *
   * @param history ordinals, oldest first; its last two items are not looked at
   */
  public void add(String user, int[] history) {
    int[] items = TrainingPart.of(history, catalog);
    SlidingWindows.Cut cut = options.windows().cut(items);
    counts.user(items.length, cut);
    UserChance chance = UserChance.of(user);
    PartFiles part = chance.isIn(options.validation()) ? validation : train;
    // Two sources, so that conversations are the same with and without preferences.
    SplittableRandom random = chance.random(options.seed());
    SplittableRandom drawing = random.split();
    BitSet taken = new BitSet();
    Arrays.stream(items).forEach(taken::set);
    int pairs = 0;
    try {
      for (int from = 0; from < cut.windows().size(); from += AT_ONCE) {
        List<Window> windows =
            cut.windows().subList(from, Math.min(from + AT_ONCE, cut.windows().size()));
        List<CompletableFuture<float[]>> rows = rows(windows);
        for (int i = 0; i < windows.size(); i++) {
          Window window = windows.get(i);
          List<ChatMessage> prompt = prompt(window, random);
          part.conversations.addJson(Example.Conversation.of(prompt, names.apply(window.target())));
          if (csv.isPresent()) {
            csv.get().add(csvLine(user, window, part.name));
          }
          if (part.preferences.isPresent()) {
            int[] rejected =
                HardNegatives.draw(rows.get(i).join(), taken, catalog, options.rejected(), drawing);
            prefer(part.preferences.get(), prompt, window.target(), rejected);
            pairs += rejected.length;
          }
        }
      }
    } catch (IOException e) {
      throw failed(e);
    }
    part.counts.add(cut.windows().size(), pairs);
  }

  private void prefer(LinesFile file, List<ChatMessage> prompt, int target, int[] rejected)
      throws IOException {
    for (int ordinal : rejected) {
      file.addJson(Example.Preference.of(prompt, names.apply(target), names.apply(ordinal)));
    }
  }

  /** What the model says of windows; nothing where nothing is rejected. */
  private List<CompletableFuture<float[]>> rows(List<Window> windows) {
    List<CompletableFuture<float[]>> rows = new ArrayList<>();
    negatives.ifPresent(
        model -> windows.forEach(window -> rows.add(model.rows().apply(window.history()))));
    return rows;
  }

  private List<ChatMessage> prompt(Window window, SplittableRandom random) {
    return RecommendationPrompt.next(
        phrasings.get(random.nextInt(phrasings.size())),
        Profile.ofHistory(window.history()),
        catalog,
        names);
  }

  private String csvLine(String user, Window window, String part) {
    String ids =
        String.join(
            " ", Arrays.stream(window.history()).mapToObj(o -> catalog.item(o).id()).toList());
    return CSVFormat.RFC4180.format(user, ids, catalog.item(window.target()).id(), part);
  }

  /**
   * Gives the files their names.
   *
   * @return what there is, in a few lines
   * @throws IllegalArgumentException when there is nothing to train on; says why
   */
  public String publish(DatasetSource source) {
    DatasetCounts.Summary summary = counts.summary();
    WindowCheck.require(summary, options, negatives);
    try {
      DatasetManifest manifest =
          new DatasetManifest(
              DatasetManifest.FORMAT,
              Phrasing.VERSION,
              ItemText.VERSION,
              options,
              negatives.map(model -> new DatasetManifest.Negatives(model.name(), model.origin())),
              source,
              summary,
              folder.finish());
      folder.publish(manifest.json(), DatasetCard.of(manifest));
      return DatasetCard.counts(manifest);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private UncheckedIOException failed(IOException e) {
    return new UncheckedIOException(
        "the data set could not be written to %s: %s".formatted(out, e.getMessage()), e);
  }

  @Override
  public void close() {
    try {
      folder.close();
    } catch (IOException e) {
      throw failed(e);
    }
  }
}
