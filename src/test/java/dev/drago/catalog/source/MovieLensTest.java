package dev.drago.catalog.source;

import static dev.drago.catalog.source.Recording.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.catalog.AttributeValue;
import dev.drago.catalog.AttributeValue.Keywords;
import dev.drago.catalog.AttributeValue.Numeric;
import dev.drago.catalog.Item;
import dev.drago.interaction.Interaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With invented films: MovieLens itself may not be copied. */
class MovieLensTest {

  @TempDir Path folder;

  private static Item film(String id, String title, int year, String... genres) {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    attributes.put("year", new Numeric(year));
    if (genres.length > 0) {
      attributes.put("genres", new Keywords(List.of(genres)));
    }
    return new Item(id, title, "", attributes);
  }

  private static Interaction rating(String user, String film, double stars, long second) {
    return new Interaction(
        user,
        film,
        "rating",
        Optional.of(stars),
        Optional.of(Instant.ofEpochSecond(second)),
        Optional.empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Glass Harbour, The; The Glass Harbour",
        "Lantern, A; A Lantern",
        "Owl , The; The Owl",
        "Étoiles, L'; L'Étoiles",
        "Port, Le (Harbour, The); Le Port (The Harbour)",
        "Salt (a.k.a. Salt Road, The); Salt (a.k.a. The Salt Road)",
        "Nine Lanterns (The Nine) (Kyu no akari); Nine Lanterns (The Nine) (Kyu no akari)",
        "The Harbour (Porto, O); The Harbour (O Porto)",
        "Myself, I; Myself, I",
        "Come, The Owl; Come, The Owl",
        "Salt, Theory; Salt, Theory",
        "Owl, The: Part II; Owl, The: Part II",
      })
  void articlesComeBackToTheFront(String listed, String spoken) {
    assertThat(MovieLensFilm.spoken(listed)).isEqualTo(spoken);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Salt (1994); Salt; 1994",
        "Salt (1994) (V); Salt; 1994",
        "Salt (1994) (TV); Salt; 1994",
        "Salt (1987-1994); Salt; 1987",
        "Salt (2009– ); Salt; 2009",
        "2001 (1968) Again (1999); 2001 (1968) Again; 1999",
        "Salt (3000 miles); Salt (3000 miles); 0",
        "1984; 1984; 0",
      })
  void theYearLeavesTheTitle(String listed, String title, int year) throws LineProblem {
    Item item = MovieLensFilm.item("7", listed, List.of());
    assertThat(item.title()).isEqualTo(title);
    assertThat(item.attributes())
        .isEqualTo(year == 0 ? Map.of() : Map.of("year", new Numeric(year)));
  }

  @Test
  void readsA1MFolder() throws IOException {
    write(
        folder,
        "movies.dat",
        """
        1::Café Glass, The (1994)::Drama|Children's
        2::Salt (1995)::
        3::Broken
        1::Again (1996)::Drama
        """,
        StandardCharsets.ISO_8859_1);
    write(
        folder,
        "ratings.dat",
        """
        1::1::5::978300760
        1::2::3.5::978302109
        1::2::x::978302109
        1::2::3
        """);
    ImportSource source = ImportSource.detect(folder);
    Recording read = Recording.of(source);
    assertThat(source.description()).isEqualTo("a MovieLens 1M folder");
    assertThat(read.schemas).containsExactly(MovieLensFilm.SCHEMA);
    assertThat(read.items)
        .containsExactly(
            film("1", "The Café Glass", 1994, "Drama", "Children's"), film("2", "Salt", 1995));
    assertThat(read.interactions)
        .containsExactly(rating("1", "1", 5, 978300760), rating("1", "2", 3.5, 978302109));
    assertThat(read.faults()).containsExactly("3 FIELDS", "4 DUPLICATE", "3 NUMBER", "4 FIELDS");
  }

  @Test
  void readsThe10MSetWhichIsUtf8() throws IOException {
    write(folder, "movies.dat", "1::Café Glass (1994)::Drama\n");
    assertThat(Recording.of(ImportSource.detect(folder)).titles()).containsExactly("Café Glass");
  }

  @Test
  void readsSequencesWhereThereAreNoRatings() throws IOException {
    write(folder, "movies.dat", "1::Glass (1994)::Drama\n");
    write(folder, "sequences.tsv", "user_id\tmovie_ids\n9\t3 1 2\n8\t1\n7 1\n6\t1 \u0007 2\n");
    ImportSource source = ImportSource.detect(folder);
    Recording read = Recording.of(source);
    assertThat(source.description()).isEqualTo("a MovieLens 1M folder with sequences");
    assertThat(read.interactions)
        .containsExactly(
            Interaction.of("9", "3"),
            Interaction.of("9", "1"),
            Interaction.of("9", "2"),
            Interaction.of("8", "1"));
    assertThat(read.faults()).containsExactly("4 FIELDS", "5 VALUE");
  }

  @Test
  void readsA100KFolder() throws IOException {
    write(folder, "u.genre", "unknown|0\nDrama|1\nSea|2\n\n");
    write(
        folder,
        "u.item",
        """
        1|Café Glass, The (1994)|01-Jan-1994||http://example.org/1|0|1|1
        2|unknown||||1|0|0
        3|Salt (1995)|01-Jan-1995||http://example.org/3|0|1
        """,
        StandardCharsets.ISO_8859_1);
    write(folder, "u.data", "196\t1\t3\t881250949\n196\t2\t3\t-1\n");
    Recording read = Recording.of(ImportSource.detect(folder));
    assertThat(read.items)
        .containsExactly(
            film("1", "The Café Glass", 1994, "Drama", "Sea"),
            new Item("2", "unknown", "", Map.of("genres", new Keywords(List.of("unknown")))));
    assertThat(read.interactions).containsExactly(rating("196", "1", 3, 881250949));
    assertThat(read.faults()).containsExactly("3 FIELDS", "2 TIME");
  }

  @Test
  void readsAFolderOfCsvFiles() throws IOException {
    write(
        folder,
        "movies.csv",
        """
        movieId,title,genres
        1,"Glass, Salt and Owls, The (1994)",Drama|Sea
        2,"Nine ""Lanterns"" (1995)",(no genres listed)
        """);
    write(folder, "ratings.csv", "userId,movieId,rating,timestamp\n1,2,4.5,1112486027\n");
    write(folder, "tags.csv", "userId,movieId,tag,timestamp\n1,2,x,1112486027\n");
    Recording read = Recording.of(ImportSource.detect(folder));
    assertThat(read.errors).isEmpty();
    assertThat(read.items)
        .containsExactly(
            film("1", "The Glass, Salt and Owls", 1994, "Drama", "Sea"),
            film("2", "Nine \"Lanterns\"", 1995));
    assertThat(read.interactions).containsExactly(rating("1", "2", 4.5, 1112486027));
  }
}
