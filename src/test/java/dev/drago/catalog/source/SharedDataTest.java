package dev.drago.catalog.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drago.catalog.Item;
import dev.drago.interaction.Interaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Counts MovieLens where it is on the machine: {@code DRAGO_SHARED}, or shared/ beside us. */
class SharedDataTest {

  @Test
  void movieLens1MWithSequencesIsComplete() throws IOException {
    Recording read = read("ml-1m");
    assertThat(read.errors).isEmpty();
    assertThat(read.items).hasSize(3_883);
    assertThat(read.interactions).hasSize(999_611);
    Set<String> users = new HashSet<>();
    Set<String> touched = new HashSet<>();
    for (Interaction interaction : read.interactions) {
      users.add(interaction.userId());
      touched.add(interaction.itemId());
    }
    assertThat(users).hasSize(6_040);
    assertThat(touched).hasSize(3_416).isSubsetOf(read.ids());
    assertThat(read.items).allMatch(SharedDataTest::hasYearAndGenres);
    assertThat(read.titles()).noneMatch(title -> title.endsWith(", The"));
  }

  @Test
  void movieLens100KIsComplete() throws IOException {
    Recording read = read("ml-100k");
    assertThat(read.errors).isEmpty();
    assertThat(read.items).hasSize(1_682);
    assertThat(read.interactions).hasSize(100_000).allMatch(i -> i.at().isPresent());
    assertThat(read.items).filteredOn(item -> !hasYearAndGenres(item)).hasSize(1);
    assertThat(read.titles()).noneMatch(title -> title.endsWith(", The"));
  }

  private static boolean hasYearAndGenres(Item item) {
    return item.attributes().keySet().equals(Set.of("year", "genres"));
  }

  private static Recording read(String name) throws IOException {
    Path shared = Path.of(Optional.ofNullable(System.getenv("DRAGO_SHARED")).orElse("../shared"));
    Path folder = shared.resolve("data").resolve(name);
    assumeTrue(
        Files.isDirectory(folder),
        () -> "MovieLens is not here: " + folder.toAbsolutePath().normalize());
    return Recording.of(ImportSource.detect(folder));
  }
}
