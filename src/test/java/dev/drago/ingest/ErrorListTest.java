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

  private static ImportError error(String message, String excerpt) {
    return new ImportError("log.csv", 3, ImportError.Kind.VALUE, message, excerpt);
  }

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

  @Test
  void aUserIsMentionedByTheirWholeIdHoweverTheLineWritesIt() throws IOException {
    Path file = folder.resolve("import-errors.jsonl");
    List<String> others = List.of("10,7,1.5", "21,x", "{\"user\":\"a1\"}", "x-1,7", "1_a,7");
    List<String> theirs = List.of("1,7,2", "7;1", "7::1::3", "{\"user\":\"1\"}", "x\t1");
    try (ErrorList errors = new ErrorList(file)) {
      others.forEach(line -> errors.add(error("the time is odd", line)));
      theirs.forEach(line -> errors.add(error("the time is odd", line)));
      errors.add(error("user '1' touched the item 'x'.", ""));
      errors.add(error("odd", "{\"user\":\"o\\\"neil\"}"));
      errors.add(error("odd", "\"o\"\"neil\",7"));
    }
    ErrorList.forget(file, "1");
    ErrorList.forget(file, "o\"neil");
    assertThat(Files.readAllLines(file)).hasSameSizeAs(others);
  }

  @Test
  void whoIsForgottenWhileItGrowsIsInNeitherListFromThenOn() throws IOException {
    Path file = folder.resolve("import-errors.jsonl");
    try (ErrorList errors = new ErrorList(file)) {
      for (int i = 0; i < 30; i++) {
        errors.add(error("odd", "ann,7"));
        errors.add(error("odd", "bob,7"));
      }
      errors.forget("ann");
      assertThat(errors.first()).isNotEmpty().noneMatch(e -> e.excerpt().contains("ann"));
      assertThat(Files.readString(file)).contains("bob").doesNotContain("ann");
      errors.add(error("odd", "ann,8"));
      errors.add(error("odd", "bob,8"));
      assertThat(errors.first()).noneMatch(e -> e.excerpt().contains("ann"));
      assertThat(errors.count()).isEqualTo(62);
    }
    assertThat(Files.readAllLines(file)).hasSize(31).noneMatch(line -> line.contains("ann"));
  }

  @Test
  void aListThatCannotBeWrittenAnewGoesRatherThanKeepATrace() throws IOException {
    Path file = folder.resolve("import-errors.jsonl");
    try (ErrorList errors = new ErrorList(file)) {
      errors.add(error("odd", "ann,7"));
    }
    // Where it would be written anew: as if there were no room.
    Path part =
        folder.resolve("%s.%d.part".formatted(file.getFileName(), ProcessHandle.current().pid()));
    Files.createDirectories(part.resolve("in the way"));
    ErrorList.forget(file, "ann");
    assertThat(file).doesNotExist();
  }

  @Test
  void aListHasAnEndAndSaysHowManyItLeavesOut() throws IOException {
    Path file = folder.resolve("import-errors.jsonl");
    try (ErrorList errors = new ErrorList(file)) {
      for (int i = 0; i < ErrorList.MOST_LINES + 1_234; i++) {
        errors.add(error("odd", "ann,7"));
      }
      assertThat(errors.count()).isEqualTo(ErrorList.MOST_LINES + 1_234);
    }
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(ErrorList.MOST_LINES + 1);
    assertThat(lines.getLast()).contains("1,234 more");
  }
}
