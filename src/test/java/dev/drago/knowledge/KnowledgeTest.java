package dev.drago.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drago.document.Document;
import dev.drago.document.DocumentFormat;
import dev.drago.document.InvalidDocumentException;
import dev.drago.document.Passage;
import dev.drago.document.Passages;
import dev.drago.index.PassageView;
import dev.drago.index.PassageView.Hit;
import dev.drago.index.PassageView.Scope;
import dev.drago.store.ItemRepository.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Store and passage index agree, whatever happens between them. */
@Timeout(120)
class KnowledgeTest {

  @TempDir Path folder;

  private Library open() {
    return open(folder);
  }

  private static Library open(Path folder) {
    return new Library(folder, Optional.empty());
  }

  private static List<String> found(Library library, String words) {
    try (PassageView view = library.index.view()) {
      return view.keyword(words, 50, new Scope.AboutNoneOr(id -> true)).stream()
          .map(hit -> hit.passage().documentId())
          .toList();
    }
  }

  /** The index has the passages of what the store has, and no other. */
  private static void requireAgreement(Library library, SortedMap<String, Document> expected) {
    assertThat(library.knowledge.behind()).isZero();
    assertThat(library.knowledge.size()).isEqualTo(expected.size());
    List<Passage> passages = new ArrayList<>();
    expected.values().forEach(document -> passages.addAll(Passages.of(document)));
    try (PassageView view = library.index.view()) {
      List<Passage> indexed =
          view.keyword("common", 10_000, new Scope.AboutNoneOr(id -> true)).stream()
              .map(Hit::passage)
              .sorted(Comparator.comparing(Passage::documentId).thenComparing(Passage::position))
              .toList();
      assertThat(indexed).containsExactlyElementsOf(passages);
      assertThat(view.size()).isEqualTo(passages.size());
    }
  }

  @Test
  void aDocumentIsFoundByTheNextQuestionAndGoneAfterItsDeletion() {
    try (Library library = open()) {
      assertThat(library.knowledge.put(Library.text("a", "A gondola glides.")))
          .isEqualTo(Outcome.CREATED);
      assertThat(found(library, "gondolas")).containsExactly("a");
      assertThat(library.knowledge.put(Library.text("a", "A gondola glides.")))
          .isEqualTo(Outcome.UNCHANGED);
      assertThat(library.knowledge.put(Library.text("a", "A tram rattles.")))
          .isEqualTo(Outcome.CHANGED);
      assertThat(found(library, "gondola")).isEmpty();
      assertThat(library.knowledge.delete("a")).isTrue();
      assertThat(library.knowledge.delete("a")).isFalse();
      assertThat(found(library, "tram")).isEmpty();
      assertThat(library.knowledge.document("a")).isEmpty();
    }
  }

  @Test
  void aDocumentAboutNoItemOfTheCatalogueIsRefused() {
    try (Library library = open()) {
      assertThatThrownBy(() -> library.knowledge.put(Library.about("ghost", "a", "Boo to you.")))
          .isInstanceOf(InvalidDocumentException.class)
          .hasMessage("document 'a' is about the item 'ghost', which the catalogue does not have");
    }
  }

  @Test
  void whateverIsWrittenAndWheneverTheProcessDiesTheIndexComesToAgree() throws IOException {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    SortedMap<String, Document> expected = new TreeMap<>();
    Path current = folder.resolve("0");
    for (int life = 1; life <= 4; life++) {
      Path next = folder.resolve(Integer.toString(life));
      try (Library library = open(current)) {
        for (int i = 0; i < 30; i++) {
          step(random, library, expected);
          if (random.nextInt(10) == 0) {
            library.index.commit();
          }
        }
        copy(current, next); // as kill -9 leaves it: no commit, no close
      }
      try (Library library = open(next)) {
        library.knowledge.catchUp(done -> {});
        requireAgreement(library, expected);
      }
      current = next;
    }
  }

  private static void step(Random random, Library library, SortedMap<String, Document> expected) {
    String id = "d" + random.nextInt(12);
    String words = "A common word and %d. ".formatted(random.nextInt(1_000));
    Document document = Library.text(id, words.repeat(1 + random.nextInt(80)));
    switch (random.nextInt(4)) {
      case 0 -> {
        library.knowledge.delete(id);
        expected.remove(id);
      }
      case 1 -> {
        library.knowledge.store(document);
        expected.put(id, document);
      }
      case 2 -> library.knowledge.catchUp(done -> {});
      default -> {
        library.knowledge.put(document);
        expected.put(id, document);
      }
    }
  }

  @Test
  void anotherEmbedderMeansAnotherIndex() {
    Document document = Library.text("a", "A common gondola glides.");
    try (Library library = open()) {
      library.knowledge.put(document);
    }
    try (Library library = new Library(folder, Optional.empty(), "another")) {
      assertThat(library.knowledge.behind()).isEqualTo(1);
      library.knowledge.catchUp(done -> {});
      requireAgreement(library, new TreeMap<>(java.util.Map.of("a", document)));
    }
  }

  @Test
  void aMegabyteIsTakenInBesideRequestsAndMoreIsRefused() {
    String sentence = "Sentence number %d of this common text tells of gondolas and of rain. ";
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < Document.MAX_CONTENT - 100; i++) {
      text.append(sentence.formatted(i));
    }
    Document large = Library.text("large", text.toString());
    try (Library library = open()) {
      assertThat(library.knowledge.put(large)).isEqualTo(Outcome.CREATED);
      assertThat(library.knowledge.isIndexed("large")).isFalse();
      library.knowledge.put(Library.text("small", "A common tram."));
      assertThat(found(library, "tram")).containsExactly("small");
      library.knowledge.catchUp(done -> {});
      assertThat(library.knowledge.isIndexed("large")).isTrue();
      assertThat(found(library, "4711")).containsExactly("large");
      assertThatThrownBy(() -> Library.text("huge", "x".repeat(Document.MAX_CONTENT + 1)))
          .isInstanceOf(InvalidDocumentException.class)
          .hasMessageContaining("1,000,001 characters; at most 1,000,000");
    }
  }

  @Test
  void everyFormatIsReadAndSpanishIsFoundInSpanish() {
    try (Library library = open()) {
      library.knowledge.put(
          Library.document("m", "*Gondolas* glide.", DocumentFormat.MARKDOWN, Optional.empty()));
      library.knowledge.put(
          Library.document(
              "h", "<p>Trams rattle<script>x</script>", DocumentFormat.HTML, Optional.empty()));
      library.knowledge.put(
          new Document(
              "s",
              "Notas",
              "Los guerrilleros se esconden en las montañas.",
              DocumentFormat.TEXT,
              Optional.empty(),
              Optional.empty(),
              Optional.empty()));
      assertThat(found(library, "gondola")).containsExactly("m");
      assertThat(found(library, "tram")).containsExactly("h");
      assertThat(found(library, "guerrillero en la montana")).containsExactly("s");
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else if (!file.endsWith("write.lock")) {
          Files.copy(file, target);
        }
      }
    }
  }
}
