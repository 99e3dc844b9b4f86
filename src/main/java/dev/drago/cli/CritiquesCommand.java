package dev.drago.cli;

import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.CatalogSnapshot;
import dev.drago.catalog.Item;
import dev.drago.conversation.Act;
import dev.drago.conversation.Critique;
import dev.drago.conversation.reading.CatalogueLexicon;
import dev.drago.conversation.reading.CritiqueReader;
import dev.drago.conversation.reading.CritiqueUnderstanding;
import dev.drago.evaluation.CritiqueEvaluation;
import dev.drago.evaluation.ExpectedCritique;
import dev.drago.inference.ChatModel;
import dev.drago.inference.Deadline;
import dev.drago.recommend.Language;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code drago evaluate critiques}: how well what people say is read. */
@Command(
    name = "critiques",
    mixinStandardHelpOptions = true,
    description = {
      "Reads the utterances in the jar, in English and Spanish, against the demo catalogue, and",
      "reports precision and recall over the statements in them. With --chat-model also for the",
      "model alone and for both together."
    })
final class CritiquesCommand implements Runnable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Option(
      names = "--chat-model",
      paramLabel = "MODEL",
      description = "A chat model: an id of the manifest or a .gguf file (default: none).")
  Optional<String> chatModel = Optional.empty();

  @Option(
      names = "--models",
      paramLabel = "DIR",
      defaultValue = "${sys:drago.models:-models}",
      description = "Folder of the models and their manifest (default: ${DEFAULT-VALUE}).")
  Path models = Path.of("models");

  @Option(
      names = "--part",
      description =
          "${COMPLETION-CANDIDATES}: only the utterances the reader was made with, or only those it"
              + " was not (default: both).")
  Optional<ExpectedCritique.Part> part = Optional.empty();

  @Option(names = "--faults", description = "Show every utterance of the development part misread.")
  boolean faults;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    CritiqueReader reader = new CritiqueReader(lexicon());
    report(out, "reader", text -> reader.read(text, Optional.empty()));
    if (chatModel.isEmpty()) {
      return;
    }
    try (TemporaryFolder temporary = TemporaryFolder.create("drago-critiques")) {
      InstanceOptions options = new InstanceOptions();
      options.data = temporary.path(); // where the library is unpacked
      options.models = models;
      options.chatModel = chatModel;
      InstanceModels available = new InstanceModels(options);
      try (ChatModel chat =
          available.openChat(available.chat().orElseThrow(), id -> Optional.empty())) {
        CritiqueUnderstanding understanding = new CritiqueUnderstanding(reader, Optional.of(chat));
        report(out, chat.model() + " alone", text -> alone(understanding, text));
        report(
            out,
            "reader and " + chat.model(),
            text ->
                understanding.understand(text, Optional.empty(), Deadline.in(PATIENCE)).critique());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A model that does not answer has said nothing. */
  private static Critique alone(CritiqueUnderstanding understanding, String text) {
    return understanding
        .modelAlone(text, Deadline.in(PATIENCE))
        .orElseGet(() -> new Critique(Language.EN, Act.REFINE, 0, List.of()));
  }

  private void report(PrintWriter out, String name, Function<String, Critique> reader) {
    List<ExpectedCritique> asked =
        ExpectedCritique.all().stream()
            .filter(expected -> part.isEmpty() || part.get() == expected.part())
            .toList();
    CritiqueEvaluation.Report report = new CritiqueEvaluation(asked).run(name, reader);
    out.println(CritiqueEvaluation.text(report));
    if (faults) {
      for (CritiqueEvaluation.Fault fault : report.faults()) {
        if (fault.expected().part() == ExpectedCritique.Part.DEVELOPMENT) {
          out.printf(
              "%s%n  expected %s%n  read     %s%n",
              fault.expected().text(), fault.expected().critique(), fault.read());
        }
      }
    }
    out.flush();
  }

  private static CatalogueLexicon lexicon() {
    List<CatalogSnapshot.Change> changes = new ArrayList<>();
    CatalogSchema schema = CatalogSchema.empty();
    for (Item item : DemoCommand.items(schema)) {
      schema = schema.merge(schema.addedBy(item));
      changes.add(new CatalogSnapshot.Change(changes.size(), item.id(), item));
    }
    return CatalogueLexicon.of(CatalogSnapshot.empty().with(changes, 1), schema);
  }
}
