package dev.drago.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.catalog.source.ImportError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrorListTest {

  @TempDir Path folder;

  @Test
  void linesThatMentionAnErasedUserGoAndTheOthersStay() throws IOException {
    Path file = folder.resolve("import-errors.jsonl");
    ErrorList.forget(file, "ann"); // no list, nothing to do
    assertThat(file).doesNotExist();
    String odd = "o\"neil\\é";
    try (ErrorList errors = new ErrorList(file)) {
      for (String user : List.of("ann", odd, "bob")) {
        errors.add(
            new ImportError(
                "log.csv", 3, ImportError.Kind.VALUE, "user '" + user + "' is odd", user + ",7"));
      }
    }
    ErrorList.forget(file, odd);
    ErrorList.forget(file, "nobody");
    assertThat(Files.readAllLines(file)).hasSize(2).allMatch(line -> !line.contains("neil"));
    ErrorList.forget(file, "ann");
    assertThat(Files.readAllLines(file)).singleElement().asString().contains("bob");
  }
}
