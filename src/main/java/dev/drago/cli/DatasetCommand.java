package dev.drago.cli;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.catalog.CatalogSnapshot.Change;
import dev.drago.dataset.DatasetBuilder;
import dev.drago.dataset.DatasetOptions;
import dev.drago.dataset.DatasetSource;
import dev.drago.dataset.ItemForm;
import dev.drago.dataset.SlidingWindows;
import dev.drago.store.Database;
import dev.drago.store.InteractionRepository;
import dev.drago.store.ItemRepository;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code drago dataset}: what a language model is fine-tuned on. */
@Command(
    name = "dataset",
    mixinStandardHelpOptions = true,
    description =
        "Writes the log as conversations for fine-tuning: windows of histories and what came next, in"
            + " the prompt that is served; with --dpo also pairs of a better and a worse answer. The"
            + " last two items of every user are held out. Reads the store alone, beside a server if"
            + " need be.")
final class DatasetCommand implements Callable<Integer> {

  @Mixin StoreOptions store = new StoreOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder for the data set; empty, or not there.")
  Path out = Path.of("dataset");

  @Option(names = "--force", description = "Replace a data set that is in --out.")
  boolean force;

  @Option(
      names = "--form",
      defaultValue = "titles",
      description =
          "How items are named, ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}): by title, or by a"
              + " token <item:ID> that training adds to the vocabulary.")
  ItemForm form = ItemForm.TITLES;

  @Option(
      names = "--window",
      paramLabel = "N",
      defaultValue = "15",
      description =
          "Items of the history in a prompt, at most (default: ${DEFAULT-VALUE}, what is served).")
  int window = 15;

  @Option(
      names = "--stride",
      paramLabel = "N",
      defaultValue = "1",
      description = "Every Nth item is a target, from the newest back (default: ${DEFAULT-VALUE}).")
  int stride = 1;

  @Option(
      names = "--minimum",
      paramLabel = "N",
      defaultValue = "3",
      description = "Items that come before a target, at least (default: ${DEFAULT-VALUE}).")
  int minimum = 3;

  @Option(
      names = "--per-user",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "Windows of one user, at most: the newest; 0 for all (default: ${DEFAULT-VALUE}).")
  int perUser = 20;

  @Option(
      names = "--languages",
      split = ",",
      defaultValue = "en",
      description = "Of the prompts: en, es (default: ${DEFAULT-VALUE}).")
  List<String> languages = List.of("en");

  @Option(
      names = "--phrasings",
      paramLabel = "N",
      defaultValue = "4",
      description =
          "Wordings of the prompt in each language; 1 for English means the served one alone"
              + " (default: ${DEFAULT-VALUE}, all there are).")
  int phrasings = 4;

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      defaultValue = "0.05",
      description =
          "The share of the users whose windows are for validation, by a hash of their id (default:"
              + " ${DEFAULT-VALUE}).")
  double validation = 0.05;

  @Option(
      names = "--dpo",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Rejected items for each window, each a preference pair (default: ${DEFAULT-VALUE}, none).")
  int dpo;

  @Option(
      names = "--negatives",
      paramLabel = "MODEL",
      description =
          "Whose first ranks are rejected, ${COMPLETION-CANDIDATES} (default: sequence where a model"
              + " fits the catalogue, else linear). The last two are trained here, without what is"
              + " held out; linear holds the log in memory while it is.")
  Optional<DatasetNegatives.Choice> negatives = Optional.empty();

  @Option(
      names = "--models",
      paramLabel = "DIR",
      defaultValue = "${sys:drago.models:-models}",
      description = "Folder of the models and their manifest (default: ${DEFAULT-VALUE}).")
  Path models = Path.of("models");

  @Option(
      names = "--sequence-model",
      paramLabel = "MODEL",
      description =
          "The sequence model of --negatives: an id of the manifest or a .gguf file (default: the one"
              + " that knows most of the catalogue).")
  Optional<String> sequenceModel = Optional.empty();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads for the sequence model (default: the number of cores).")
  Optional<Integer> threads = Optional.empty();

  @Option(names = "--csv", description = "Write the windows as windows.csv too, by ids.")
  boolean csv;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Only the first N users of the log (default: all).")
  Optional<Integer> limit = Optional.empty();

  @Option(
      names = "--seed",
      defaultValue = "1",
      description =
          "Of which wording a window gets and which items are rejected (default: ${DEFAULT-VALUE}).")
  long seed = 1;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    DatasetOptions options =
        new DatasetOptions(
            form,
            new SlidingWindows(window, stride, minimum, perUser),
            languages,
            phrasings,
            validation,
            dpo,
            seed,
            csv);
    check();
    try (Interruption interruption = Interruption.watch();
        Database database = Database.openToRead(store.existing())) {
      return write(options, database, interruption);
    } catch (CancellationException | InterruptedException e) {
      throw new IllegalArgumentException("stopped; there is no data set", e);
    }
  }

  private void check() {
    if (limit.orElse(1) < 1) {
      throw new IllegalArgumentException(
          "--limit must be at least 1, not %d".formatted(limit.orElse(1)));
    }
    if (dpo == 0 && (negatives.isPresent() || sequenceModel.isPresent())) {
      throw new IllegalArgumentException(
          "--negatives and --sequence-model choose what --dpo N rejects, and there is no --dpo");
    }
  }

  private int write(DatasetOptions options, Database database, Interruption interruption)
      throws InterruptedException {
    PrintWriter said = spec.commandLine().getOut();
    ItemRepository items = new ItemRepository(database);
    List<Change> all = new ArrayList<>();
    items.changesAfter(-1, all::add);
    CatalogSnapshot catalog = CatalogSnapshot.empty().with(all, items.version());
    InteractionRepository log = new InteractionRepository(database);
    InteractionRepository.Size size = log.size();
    LogDigest digest = new LogDigest(catalog);
    Optional<DatasetNegatives> rejecting =
        dpo == 0
            ? Optional.empty()
            : Optional.of(
                interruption.interruptible(
                    () -> DatasetNegatives.open(negatives, modelOptions(), catalog, log, said)));
    try (DatasetBuilder builder =
        new DatasetBuilder(out, force, catalog, options, rejecting.map(DatasetNegatives::model))) {
      long users = Math.min(size.users(), limit.orElse(Integer.MAX_VALUE));
      try (Progress progress = Progress.start("writing", users, "users", said)) {
        long[] done = {0};
        log.forEachHistory(
            (user, history) -> {
              if (interruption.requested()) {
                throw new CancellationException();
              }
              digest.add(user, history);
              if (done[0] < users) {
                builder.add(user, history);
                progress.at(++done[0]);
              }
            });
      }
      said.print(
          builder.publish(
              new DatasetSource(
                  Version.current(),
                  catalog.liveCount(),
                  CatalogueDigest.of(items, catalog.size()),
                  size.users(),
                  size.interactions(),
                  digest.sha256())));
      said.printf("%s written%n", out);
      return 0;
    } finally {
      rejecting.ifPresent(DatasetNegatives::close);
    }
  }

  /** The options of an instance as far as the sequence model needs them; the same every time. */
  private InstanceOptions modelOptions() {
    InstanceOptions options = new InstanceOptions();
    options.data = store.data;
    options.models = models;
    options.sequenceModel = sequenceModel;
    options.threads = threads;
    options.prefixCache = 0; // sums after a remembered prefix round differently
    options.check();
    return options;
  }
}
