package dev.drago.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.logging.LogManager;

/**
 * The log on standard error, one line an event, warnings and worse of the libraries. A file named
 * by {@code -Djava.util.logging.config.file} takes its place.
 */
final class Logging {

  private static final String DEFAULTS = "/logging.properties";

  private Logging() {}

  static void configure() {
    if (System.getProperty("java.util.logging.config.file") != null) {
      return;
    }
    try (InputStream in = Logging.class.getResourceAsStream(DEFAULTS)) {
      if (in != null) {
        LogManager.getLogManager().readConfiguration(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
