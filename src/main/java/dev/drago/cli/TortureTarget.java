package dev.drago.cli;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What is tortured. */
final class TortureTarget {

  /** The launcher's, for what measures: a pause of the one who asks is none of who is asked. */
  private static final String OWN_COLLECTOR = "-XX:+UseZGC";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "A folder that is empty or not there; it is filled and left behind.")
  Path data = Path.of("torture");

  @Option(
      names = "--embedder",
      paramLabel = "MODEL",
      description = "As of serve; 'none' for an index of words alone.")
  Optional<String> embedder = Optional.empty();

  /** This program with its java and its flags, for another command. */
  List<String> program(String command) {
    List<String> line = new ArrayList<>();
    line.add(ProcessHandle.current().info().command().orElse("java"));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> !flag.equals(OWN_COLLECTOR))
        .forEach(line::add);
    line.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path", ""),
            Drago.class.getName(),
            command,
            "--data",
            data.toString()));
    embedder.ifPresent(model -> line.addAll(List.of("--embedder", model)));
    return line;
  }
}
