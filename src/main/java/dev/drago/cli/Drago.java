package dev.drago.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: {@code drago COMMAND}. */
@Command(name = "drago", mixinStandardHelpOptions = true)
public final class Drago {

  private Drago() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Drago()).execute(args));
  }
}
