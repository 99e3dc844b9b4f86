package dev.drago.dataset;

import dev.drago.file.WrittenFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;

/** {@code README.md}: what people need to know of a data set. */
final class DatasetCard {

  private DatasetCard() {}

  /** The card. */
  static String of(DatasetManifest manifest) {
    StringWriter text = new StringWriter();
    PrintWriter card = new PrintWriter(text);
    card.println("# A data set for fine-tuning a recommender");
    card.println();
    card.println(
        "Windows of histories as conversations: what a person took, oldest first, and what they took");
    card.printf(
        Locale.ROOT,
        "next, named by %s. Made by `drago dataset` %s; `dataset.json` says the same to a machine.%n",
        manifest.options().form() == ItemForm.TOKENS
            ? "tokens of their own, `<item:ID>`"
            : "their titles",
        manifest.source().version());
    card.println();
    counted(card, manifest);
    files(card, manifest);
    made(card, manifest);
    safety(card, manifest);
    licence(card);
    return text.toString();
  }

  /** What there is, in a few lines. */
  static String counts(DatasetManifest manifest) {
    StringWriter written = new StringWriter();
    PrintWriter text = new PrintWriter(written);
    for (boolean train : new boolean[] {true, false}) {
      DatasetCounts.Totals totals =
          train ? manifest.counts().train() : manifest.counts().validation();
      text.printf(
          Locale.ROOT,
          "%s: %,d windows of %,d users%s%n",
          train ? "train" : "validation",
          totals.windows(),
          totals.users(),
          manifest.negatives().isPresent()
              ? String.format(Locale.ROOT, ", %,d preference pairs", totals.pairs())
              : "");
    }
    DatasetCounts.Summary counts = manifest.counts();
    text.printf(
        Locale.ROOT,
        "%,d of %,d items are a target%n",
        counts.targets(),
        manifest.source().items());
    text.printf(
        Locale.ROOT,
        "%,d of %,d users have no window; %,d targets were passed over, taken before%n",
        counts.withoutWindow(),
        counts.users(),
        counts.repeatedTargets());
    return written.toString();
  }

  private static void counted(PrintWriter card, DatasetManifest manifest) {
    card.println("## Counts");
    counts(manifest).lines().forEach(counted -> card.printf(Locale.ROOT, "- %s%n", counted));
    DatasetSource source = manifest.source();
    card.printf(
        Locale.ROOT,
        "- of a log of %,d interactions of %,d users, sha256 %s%n",
        source.interactions(),
        source.users(),
        source.logSha256());
    card.println();
  }

  private static void files(PrintWriter card, DatasetManifest manifest) {
    card.println("## Files");
    card.println("| file | lines | bytes | sha256 |");
    card.println("|---|---|---|---|");
    for (WrittenFile file : manifest.files()) {
      card.printf(
          Locale.ROOT,
          "| %s | %d | %d | %s |%n",
          file.name(),
          file.lines(),
          file.bytes(),
          file.sha256());
    }
    card.println();
  }

  private static void made(PrintWriter card, DatasetManifest manifest) {
    DatasetOptions options = manifest.options();
    SlidingWindows windows = options.windows();
    card.println("## How it was made");
    card.printf(
        Locale.ROOT,
        "- A target has at least %d items before it, of which a window tells the last %d. Stride %d; %s.%n",
        windows.minimum(),
        windows.window(),
        windows.stride(),
        windows.perUser() == 0
            ? "all windows of each user"
            : "the newest %d windows of each user".formatted(windows.perUser()));
    card.printf(
        Locale.ROOT,
        "- Prompts in %s, %d phrasings, each as likely (words of version %d).%n",
        String.join(" and ", options.languages()),
        options.words().size(),
        manifest.promptVersion());
    card.printf(
        Locale.ROOT,
        "- For validation: users by a hash of their id, a share of %s. Seed %d for all else.%n",
        options.validation(),
        options.seed());
    manifest
        .negatives()
        .ifPresent(
            negatives ->
                card.printf(
                    Locale.ROOT,
                    "- Rejected items for each window: %d, drawn from the first %d ranks after it, without"
                        + " what the user took. Model: %s (%s).%n",
                    options.rejected(),
                    HardNegatives.RANKS,
                    negatives.model(),
                    negatives.origin()));
    card.println();
  }

  private static void safety(PrintWriter card, DatasetManifest manifest) {
    card.println("## What is held out");
    card.println(
        "The last two items of every user are for evaluation (leave one out, the whole log). They are in");
    card.println(
        "no window, neither as target nor in a history, and change nothing in these files but the");
    card.println("checksum of the log.");
    if (manifest.negatives().isPresent()) {
      card.println(
          "A rejected item may by chance be one that its user took later: to keep those out would tell");
      card.println("which they are.");
    }
    card.println();
  }

  private static void licence(PrintWriter card) {
    card.println("## Before you give it to anybody");
    card.println(
        "It is derived from a log of what people did, and the log can be rebuilt from it in large part:");
    card.println(
        "treat it as you treat the log, and mind the licence of the data. A data set made of MovieLens");
    card.println("must not be redistributed.");
  }
}
