package dev.drago.catalog.source;

import static dev.drago.catalog.source.Recording.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.interaction.Interaction;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InteractionFilesTest {

  private static final Instant NOON = Instant.parse("2024-05-31T12:00:00Z");

  @TempDir Path folder;

  private Recording csv(String content) throws IOException {
    return Recording.of(
        new CsvInteractions(write(folder, "log.csv", content), ColumnMapping.standard()));
  }

  private Recording jsonLines(String content) throws IOException {
    return Recording.of(
        new JsonLinesInteractions(write(folder, "log.jsonl", content), ColumnMapping.standard()));
  }

  private static Interaction rating(double stars) {
    return new Interaction(
        "u1", "7", "rating", Optional.of(stars), Optional.of(NOON), Optional.empty());
  }

  @Test
  void ratingsHaveTheirTypeFromTheColumn() throws IOException {
    Recording read = csv("userId,movieId,rating,timestamp\nu1,7,4.5,1717156800\n");
    assertThat(read.errors).isEmpty();
    assertThat(read.interactions).containsExactly(rating(4.5));
  }

  @Test
  void userAndItemAreEnough() throws IOException {
    assertThat(csv("item,user,shop\n7,u1,x\n").interactions)
        .containsExactly(Interaction.of("u1", "7"));
  }

  @Test
  void everyFieldIsTakenFromItsColumnAndEmptyCellsAreNothing() throws IOException {
    Recording read =
        csv(
            """
            user,item,value,type,timestamp,event_id
            u1,7,30,Watch,2024-05-31T14:00:00+02:00,e-1
            u1,8,,,,
            """);
    assertThat(read.interactions)
        .containsExactly(
            new Interaction(
                "u1", "7", "watch", Optional.of(30.0), Optional.of(NOON), Optional.of("e-1")),
            Interaction.of("u1", "8"));
  }

  @Test
  void aMappingNamesColumns() throws IOException {
    Path file = write(folder, "log.csv", "who,what\nu1,7\n");
    ColumnMapping mapping = new ColumnMapping(Map.of("who", "user", "what", "item"));
    assertThat(Recording.of(new CsvInteractions(file, mapping)).interactions)
        .containsExactly(Interaction.of("u1", "7"));
  }

  @Test
  void badLinesOfACsvFileAreReportedAndTheOthersKept() throws IOException {
    Recording read =
        csv(
            """
            user,item,rating,timestamp
            u1,7,4,1717156800
            u1,,4,1717156800
            ,7,4,1717156800
            u1,7,four,1717156800
            u1,7,NaN,1717156800
            u1,7,4,yesterday
            u1,7,4,-5
            u1,7,4,99999999999999
            u1,7,4
            u 1,7,4,1717156800
            u1,7,"4,1717156800
            u2,7,4,1717156800
            """);
    assertThat(read.pairs()).containsExactly("u1>7", "u2>7");
    assertThat(read.faults())
        .containsExactly(
            "3 MISSING",
            "4 MISSING",
            "5 NUMBER",
            "6 NUMBER",
            "7 TIME",
            "8 TIME",
            "9 TIME",
            "10 FIELDS",
            "11 VALUE",
            "12 SYNTAX");
  }

  @Test
  void theSameTouchTwiceIsTwoTouches() throws IOException {
    assertThat(csv("user,item\nu1,7\nu1,7\n").pairs()).containsExactly("u1>7", "u1>7");
  }

  @Test
  void jsonLinesHaveTheSameFields() throws IOException {
    Recording read =
        jsonLines(
            """
            {"userId":"u1","itemId":7,"rating":4.5,"timestamp":1717156800}
            {"user":"u1","item":"7","type":"rating","value":3,"at":"2024-05-31T12:00:00Z","shop":{}}

            {"user":"u1","item":"8","value":null}
            """);
    assertThat(read.errors).isEmpty();
    assertThat(read.interactions)
        .containsExactly(rating(4.5), rating(3), Interaction.of("u1", "8"));
  }

  @Test
  void badJsonLinesAreReportedAndTheOthersKept() throws IOException {
    Recording read =
        jsonLines(
            """
            {"user":"u1","item":
            {"user":"u1"}
            {"user":["u1"],"item":"7"}
            []
            {"user":"\\ud800","item":"7"}
            {"user":"u1","item":"7"} x
            {"user":"u1","user":"u2","item":"7"}
            {"user":"u3","item":"7"}
            """);
    assertThat(read.pairs()).containsExactly("u3>7");
    assertThat(read.faults())
        .containsExactly(
            "1 SYNTAX", "2 MISSING", "3 VALUE", "4 SYNTAX", "5 VALUE", "6 SYNTAX", "7 SYNTAX");
  }

  @Test
  void anEmptyFileIsAnError() throws IOException {
    assertThat(csv("").faults()).containsExactly("0 FILE");
    assertThat(jsonLines("\n \n").faults()).containsExactly("0 FILE");
    assertThat(csv("user,item\n").faults()).isEmpty();
  }
}
