package dev.drago.catalog.source;

import static dev.drago.catalog.source.Recording.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.Item;
import dev.drago.interaction.Interaction;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportSourceTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "item_id,title,year; CsvItems",
        "movieId,title,genres; CsvItems",
        "userId,movieId,rating,timestamp; CsvInteractions",
        "user\titem; CsvInteractions",
        "{\"id\":\"1\",\"title\":\"A\"}; JsonLinesItems",
        "{\"userId\":\"1\",\"itemId\":\"A\"}; JsonLinesInteractions",
        "{\"broken\\n{\"userId\":\"1\",\"itemId\":\"A\"}; JsonLinesInteractions",
        "\uFEFF\\n\\n{\"id\":\"1\",\"title\":\"A\"}; JsonLinesItems",
      })
  void aFileIsKnownByItsFirstLines(String content, String source) throws IOException {
    Path file = write(folder, "file", content.replace("\\n", "\n"));
    assertThat(ImportSource.detect(file).getClass().getSimpleName()).isEqualTo(source);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "``; it is empty",
        "a,b,c; and is: a, b, c",
        "[{\"id\":\"1\"}]; JSON array",
        "{\"id\":\"1\"}; and have: id",
        "{broken; its first lines are not JSON objects",
      })
  void whatIsNotRecognisedIsSaid(String content, String sentence) throws IOException {
    Path file = write(folder, "file", content);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImportSource.detect(file))
        .withMessageContainingAll(file.toString(), sentence);
  }

  @Test
  void utf16FoldersAndMissingFilesAreSaid() throws IOException {
    Path utf16 = write(folder, "utf16.csv", "\uFEFFid,title\n", StandardCharsets.UTF_16LE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImportSource.detect(utf16))
        .withMessageContaining("UTF-16");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImportSource.detect(folder))
        .withMessageContaining("not a MovieLens folder");
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> ImportSource.detect(folder.resolve("none")))
        .withMessageContaining("there is no such file");
  }

  @Test
  void aMappingHelpsToRecogniseAFile() throws IOException {
    Path file = write(folder, "file", "code,headline\n1,A\n");
    ColumnMapping mapping = new ColumnMapping(Map.of("code", "id", "headline", "title"));
    assertThat(ImportSource.detect(file, mapping, CatalogSchema.empty()))
        .isEqualTo(new CsvItems(file, mapping, CatalogSchema.empty()));
  }

  @Test
  void progressGoesUpToTheTotal() throws IOException {
    StringBuilder content = new StringBuilder("id,title,year\n");
    for (int i = 0; i < 20_000; i++) {
      content.append(i).append(",Title ").append(i).append(",1994\n");
    }
    ImportSource source = ImportSource.detect(write(folder, "items.csv", content.toString()));
    List<Long> progress = new ArrayList<>();
    ImportReport report = source.read(new Recording(), progress::add);
    assertThat(report.items()).isEqualTo(20_000);
    assertThat(progress).isSorted().hasSizeGreaterThan(4);
    assertThat(progress.getLast()).isEqualTo(source.totalBytes());
  }

  @Test
  void theReportCountsAndWritesJsonLines() throws IOException {
    StringBuilder content = new StringBuilder("user,item\nu,\u0001\nu,7\n");
    content.append("u\n".repeat(150));
    ImportReport report =
        ImportSource.detect(write(folder, "log.csv", content.toString())).read(new Recording());
    assertThat(report.interactions()).isEqualTo(1);
    assertThat(report.errors())
        .containsExactly(
            Map.entry(ImportError.Kind.FIELDS, 150L), Map.entry(ImportError.Kind.VALUE, 1L));
    assertThat(report.errorCount()).isEqualTo(151);
    StringBuilder json = new StringBuilder();
    report.writeJsonLines(json);
    assertThat(json.toString().lines())
        .hasSize(101)
        .startsWith("{\"items\":0,\"interactions\":1,\"errors\":{\"fields\":150,\"value\":1}}")
        .contains(
            "{\"file\":\"log.csv\",\"line\":4,\"kind\":\"fields\",\"message\":\"1 fields where the header has 2\",\"excerpt\":\"u\"}");
  }

  @Test
  void whatTheSinkThrowsIsNotTakenForABadLine() throws IOException {
    ImportSource source = ImportSource.detect(write(folder, "log.csv", "user,item\nu,7\n"));
    ImportSink full =
        new ImportSink() {
          @Override
          public void item(Item item) {}

          @Override
          public void interaction(Interaction interaction) {
            throw new IllegalStateException("the disk is full");
          }

          @Override
          public void error(ImportError error) {}
        };
    assertThatIllegalStateException().isThrownBy(() -> source.read(full));
  }

  @Test
  void anInterruptedThreadStopsReading() throws IOException {
    ImportSource source = ImportSource.detect(write(folder, "log.csv", "user,item\nu,7\n"));
    Thread.currentThread().interrupt();
    try {
      assertThatExceptionOfType(InterruptedIOException.class)
          .isThrownBy(() -> source.read(new Recording()));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void aLineWithoutEndCostsThatLineOnly() throws IOException {
    String content = "id,title\n1,A\n2," + "x".repeat(LineReader.MAX_LINE) + "\n3,C\n";
    Recording read = Recording.of(ImportSource.detect(write(folder, "items.csv", content)));
    assertThat(read.ids()).containsExactly("1", "3");
    assertThat(read.faults()).containsExactly("3 VALUE");
  }
}
