package dev.drago.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesTest {

  /** FIPS 180-4, the example of one block. */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir Path folder;

  @Test
  void theChecksumIsThatOfTheStandard() throws IOException {
    assertThat(Sha256.of("abc")).isEqualTo(ABC);
    assertThat(Sha256.of(Files.writeString(folder.resolve("abc"), "abc"))).isEqualTo(ABC);
  }

  @Test
  void aFileIsReplacedAsAWholeAndNothingIsLeftBesideIt() throws IOException {
    Path file = folder.resolve("new/one");
    AtomicFile.write(file, "before");
    AtomicFile.write(file, "after");

    assertThat(file).hasContent("after");
    assertThat(folder.resolve("new")).isDirectoryNotContaining(path -> !path.equals(file));
  }

  @Test
  void whatCannotBeReplacedStaysAndNothingIsLeftBesideIt() throws IOException {
    Path file = Files.createDirectory(folder.resolve("taken"));
    Path inside = Files.writeString(file.resolve("inside"), "stays");

    assertThatThrownBy(() -> AtomicFile.write(file, "after")).isInstanceOf(IOException.class);

    assertThat(inside).hasContent("stays");
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
  }
}
