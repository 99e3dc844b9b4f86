package dev.drago.cli;

import dev.drago.store.StoreLocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where an instance keeps its state; the same options on every command that reads a store. */
class StoreOptions {

  /** What {@code --store} falls back on: a password does not belong on a command line. */
  static final String VARIABLE = "DRAGO_STORE";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "Folder of the store and what is derived of it (default: ${DEFAULT-VALUE}).")
  Path data = Path.of("data");

  @Option(
      names = "--store",
      paramLabel = "URL",
      defaultValue = "${env:" + VARIABLE + "}",
      description =
          "A PostgreSQL database as the store, such as jdbc:postgresql://HOST:5432/drago?user=USER;"
              + " --data then holds only what is derived. Also in the variable "
              + VARIABLE
              + ", for the sake of a password (default: a SQLite file in --data).")
  Optional<String> store = Optional.empty();

  /** The store these options name. */
  StoreLocation location() {
    return store
        .filter(url -> !url.isBlank())
        .map(StoreLocation::ofUrl)
        .orElseGet(() -> StoreLocation.of(data.resolve("drago.db")));
  }

  /**
   * The same, where a store must be there already.
   *
   * @throws IllegalArgumentException with a sentence when there is none in {@code --data}
   */
  StoreLocation existing() {
    StoreLocation location = location();
    if (location instanceof StoreLocation.SqliteFile(var file) && !Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "there is no store in %s; drago import makes one".formatted(data));
    }
    return location;
  }
}
