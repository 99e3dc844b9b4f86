package dev.drago.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: {@code drago COMMAND}. */
@Command(
    name = "drago",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "A self-hosted recommender in one jar.",
    subcommands = {
      DemoCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      BackupCommand.class,
      TrainCommand.class,
      DatasetCommand.class,
      ServeCommand.class,
      ReindexCommand.class,
      TortureCommand.class,
      TuneCommand.class,
      EvaluateCommand.class,
      FaithfulnessCommand.class,
      WishesCommand.class,
      BenchCommand.class,
      BenchChatCommand.class,
      KeysCommand.class,
      ModelsCommand.class,
      DoctorCommand.class
    })
public final class Drago {

  private Drago() {}

  public static void main(String[] args) {
    Logging.configure();
    int status = commandLine().execute(args);
    if (status != 0) {
      System.exit(status);
    }
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Drago());
    line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    line.setExecutionExceptionHandler(
        (e, command, result) -> {
          // What a person can mend is said in one sentence; anything else is a defect and shows
          // where.
          command.getErr().println("drago: " + e.getMessage());
          if (!Mendable.is(e)) {
            e.printStackTrace(command.getErr());
          }
          return CommandLine.ExitCode.SOFTWARE;
        });
    return line;
  }
}
