package dev.drago.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents out of files, the good ones in spite of the bad ones. */
class DocumentFilesTest {

  @TempDir Path folder;

  private final List<Document> documents = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();

  private void read(Path path) throws IOException {
    new DocumentFiles("heat-1995"::equals)
        .read(
            path,
            new DocumentFiles.Sink() {
              @Override
              public void document(Document document) {
                documents.add(document);
              }

              @Override
              public void error(Path file, long line, String message) {
                errors.add("%s %d: %s".formatted(file.getFileName(), line, message));
              }
            });
  }

  @Test
  void aFolderIsReadWithItsNamesAsIdsAndItems() throws IOException {
    Files.createDirectories(folder.resolve("notes"));
    Files.writeString(folder.resolve("notes/heat-1995.md"), "# On Heat\n\nTwo men drink coffee.\n");
    Files.writeString(folder.resolve("general.txt"), "Films are long.");
    Files.writeString(folder.resolve("page.HTML"), "<h1>A page</h1><p>Says this.</p>");
    Files.writeString(folder.resolve("picture.png"), "x");
    Files.writeString(folder.resolve("empty.md"), "\n\n");
    Files.write(folder.resolve("latin.txt"), "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    Files.writeString(folder.resolve("a name.txt"), "The id would have a space.");
    read(folder);
    assertThat(documents)
        .extracting(Document::id, Document::title, Document::itemId)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("general", "general", Optional.empty()),
            org.assertj.core.groups.Tuple.tuple(
                "notes/heat-1995", "On Heat", Optional.of("heat-1995")),
            org.assertj.core.groups.Tuple.tuple("page", "A page", Optional.empty()));
    assertThat(errors)
        .containsExactly(
            "a name.txt 0: 'a name' cannot be an id: 1 to 200 characters without white space or"
                + " control characters",
            "empty.md 0: the content is empty",
            "latin.txt 0: the file is not UTF-8",
            "picture.png 0: its name ends in none of .txt, .md, .html");
  }

  @Test
  void linesAreReadAndBadOnesToldWithTheirNumber() throws IOException {
    Path file = folder.resolve("d.jsonl");
    Files.writeString(
        file,
        """
        {"id":"a","title":"A","content":"Text."}

        {"id":"b","title":"B"}
        {
        {"id":"c","title":"C","content":"Text.","format":"markdown","language":"es"}
        """);
    read(file);
    assertThat(documents).extracting(Document::id).containsExactly("a", "c");
    assertThat(errors).hasSize(2);
    assertThat(errors.get(0)).isEqualTo("d.jsonl 3: the document has no content");
    assertThat(errors.get(1)).startsWith("d.jsonl 4: not JSON");
  }

  @Test
  void whatIsNeitherIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("x.csv"), "a,b");
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("x.csv is neither a folder nor a .jsonl file of documents");
  }
}
