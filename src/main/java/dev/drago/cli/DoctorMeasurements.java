package dev.drago.cli;

import dev.drago.doctor.Finding;
import dev.drago.doctor.MemoryCheck;
import dev.drago.doctor.ModelLoadCheck;
import dev.drago.doctor.Speed;
import dev.drago.doctor.SpeedComparison;
import dev.drago.doctor.SpeedFindings;
import dev.drago.doctor.SpeedTest;
import dev.drago.inference.ModelSize;
import dev.drago.llama.LlamaLibrary;
import dev.drago.llama.LlamaModel;
import dev.drago.llama.ModelOptions;
import dev.drago.models.ModelEntry;
import dev.drago.models.ModelFolder;
import dev.drago.models.ModelRole;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Loads the models that a server would load, each as there, and measures them one by one. */
final class DoctorMeasurements {

  private final InstanceOptions instance;
  private final Path cache;
  private final int rounds;
  private final DoctorReport report;
  private final PrintWriter out;
  private long memory;

  DoctorMeasurements(
      InstanceOptions instance, Path cache, int rounds, DoctorReport report, PrintWriter out) {
    this.instance = instance;
    this.cache = cache;
    this.rounds = rounds;
    this.report = report;
    this.out = out;
  }

  /**
   * @param compare a library to measure the first model with, beside the one in use
   */
  void run(Optional<Path> compare) throws InterruptedException {
    List<Subject> subjects = new ArrayList<>();
    for (ModelRole role : List.of(ModelRole.CHAT, ModelRole.SEQUENCE, ModelRole.EMBEDDER)) {
      chosen(role).flatMap(this::load).ifPresent(subjects::add);
    }
    try {
      report.add(MemoryCheck.run(memory));
      for (Subject subject : subjects) {
        measure(subject);
      }
      if (compare.isPresent()) {
        compare(subjects, compare.get());
      }
    } finally {
      subjects.forEach(subject -> subject.model().close());
    }
  }

  /** A model, loaded, and how many threads a decode of it has. */
  private record Subject(ModelEntry entry, LlamaModel model, int threads) {}

  private Optional<ModelEntry> chosen(ModelRole role) {
    return attempt(
            role,
            () -> {
              InstanceModels models = new InstanceModels(instance);
              return switch (role) {
                case CHAT -> models.chat();
                case SEQUENCE -> models.anySequence();
                case EMBEDDER -> models.embedder();
              };
            })
        .flatMap(found -> found);
  }

  private Optional<Subject> load(ModelEntry entry) {
    return attempt(
        entry.role(),
        () -> {
          ModelLoader loader =
              new ModelLoader(ModelFolder.open(instance.models), instance.library, cache);
          boolean chat = entry.role() == ModelRole.CHAT;
          LlamaModel model =
              chat ? loader.load(entry, instance.gpuLayers) : loader.load(entry, 1).getFirst();
          int cells = chat ? InstanceModels.cells(instance) : 0;
          int threads =
              chat ? instance.cores() : ModelSize.of(entry.bytes(), instance.cores()).threads();
          report.add(ModelLoadCheck.run(model, name(entry.role()), entry.id(), cells));
          if (model.gpuLayers() <= model.layers()) {
            memory += entry.bytes() + cells * model.cacheBytesPerToken();
          }
          return new Subject(entry, model, threads);
        });
  }

  private <T> Optional<T> attempt(ModelRole role, Supplier<T> work) {
    try {
      return Optional.of(work.get());
    } catch (RuntimeException e) {
      if (!Mendable.is(e)) {
        throw e;
      }
      report.add(Finding.fault(name(role), e));
      return Optional.empty();
    }
  }

  private void measure(Subject subject) throws InterruptedException {
    try (SpeedTest test = new SpeedTest(subject.model(), subject.threads())) {
      test.round(); // pages in the weights
      List<Speed> speeds = new ArrayList<>();
      try (Progress progress = Progress.start("measuring", rounds, "rounds", out)) {
        for (int round = 1; round <= rounds; round++) {
          speeds.add(test.round());
          progress.at(round);
        }
      }
      report.add(SpeedFindings.of(subject.entry().id(), subject.threads(), test, speeds));
    }
  }

  private void compare(List<Subject> subjects, Path file) throws InterruptedException {
    if (subjects.isEmpty()) {
      report.add(
          Finding.fault(
              "compared", new IllegalArgumentException("no model was loaded to compare with")));
      return;
    }
    Subject subject = subjects.getFirst();
    Optional<LlamaModel> other = attempt(subject.entry().role(), () -> loadFrom(file, subject));
    if (other.isEmpty()) {
      return;
    }
    try (LlamaModel second = other.get();
        SpeedTest first = new SpeedTest(subject.model(), subject.threads());
        SpeedTest test = new SpeedTest(second, subject.threads())) {
      SpeedComparison comparison = compare(first, test);
      report.add(SpeedFindings.of(subject.entry().id(), file.toString(), comparison));
    }
  }

  private SpeedComparison compare(SpeedTest first, SpeedTest second) throws InterruptedException {
    try (Progress progress = Progress.start("comparing", rounds, "rounds", out)) {
      return SpeedComparison.measure(first, second, rounds, progress::at);
    }
  }

  private LlamaModel loadFrom(Path file, Subject subject) {
    LlamaLibrary library = LlamaLibrary.open(Optional.of(file), cache);
    return LlamaModel.load(
        library,
        subject.model().header().path(),
        ModelOptions.offloading(Optional.empty(), library));
  }

  private static String name(ModelRole role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
