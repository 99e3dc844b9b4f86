package dev.drago.catalog.source;

import static dev.drago.catalog.source.Recording.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.catalog.AttributeType;
import dev.drago.catalog.AttributeValue.Keywords;
import dev.drago.catalog.AttributeValue.Numeric;
import dev.drago.catalog.AttributeValue.Text;
import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.Item;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvItemsTest {

  @TempDir Path folder;

  private Recording read(String content) throws IOException {
    return read(content, Map.of(), CatalogSchema.empty());
  }

  private Recording read(String content, Map<String, String> mapping, CatalogSchema declared)
      throws IOException {
    Path file = write(folder, "items.csv", content);
    return Recording.of(new CsvItems(file, new ColumnMapping(mapping), declared));
  }

  @Test
  void columnsThatAreNotIdTitleOrTextAreAttributes() throws IOException {
    Recording read =
        read(
            """
            movieId,name,overview,Release Year,genres
            7,"The Glass Harbour, Again","A keeper
            counts ""ships"".",1994,Drama|Sea
            8,Nine Lanterns,,,
            """);
    assertThat(read.errors).isEmpty();
    assertThat(read.items)
        .containsExactly(
            new Item(
                "7",
                "The Glass Harbour, Again",
                "A keeper\ncounts \"ships\".",
                Map.of(
                    "Release_Year", new Numeric(1994),
                    "genres", new Keywords(List.of("Drama", "Sea")))),
            new Item("8", "Nine Lanterns", "", Map.of()));
    assertThat(read.schemas)
        .containsExactly(
            new CatalogSchema(
                Map.of("Release_Year", AttributeType.NUMBER, "genres", AttributeType.KEYWORD)));
  }

  @Test
  void typesComeFromTheWholeFileAndTheDeclaredOnesHold() throws IOException {
    String content = "id,title,code,year\n1,A,10,1990\n2,B,20,soon\n3,C,x,1991\n";
    Recording read =
        read(content, Map.of(), new CatalogSchema(Map.of("year", AttributeType.NUMBER)));
    assertThat(read.ids()).containsExactly("1", "3");
    assertThat(read.items.getFirst().attributes())
        .containsEntry("code", new Keywords(List.of("10")))
        .containsEntry("year", new Numeric(1990));
    assertThat(read.faults()).containsExactly("3 VALUE");
    assertThat(read.errors.getFirst().message())
        .isEqualTo(
            "item '2': the attribute 'year' is of type number, and soon does not fit: it is not a number");
  }

  @Test
  void aMappingComesBeforeTheCommonNames() throws IOException {
    Recording read =
        read(
            "id;sku;headline;junk;Kind\n1;s-1;Lanterns;x;Book\n",
            Map.of("sku", "id", "headline", "title", "junk", "-", "Kind", "kind", "id", "number"),
            new CatalogSchema(Map.of("number", AttributeType.TEXT)));
    assertThat(read.errors).isEmpty();
    assertThat(read.items)
        .containsExactly(
            new Item(
                "s-1",
                "Lanterns",
                "",
                Map.of("number", new Text("1"), "kind", new Keywords(List.of("Book")))));
  }

  @Test
  void badLinesAreReportedAndTheOthersKept() throws IOException {
    Recording read =
        read(
            """
            id,title,year
            1,One,1990
            2,Two
            3,Three,1991,more
            ,Nameless,1992
            4,,1993
            1,One again,1994
            a b,Spaced,1995
            5,NUL\0,1996

            6,Six,1997
            """);
    assertThat(read.ids()).containsExactly("1", "6");
    assertThat(read.titles()).containsExactly("One", "Six");
    assertThat(read.faults())
        .containsExactly(
            "3 FIELDS",
            "4 FIELDS",
            "5 MISSING",
            "6 MISSING",
            "7 DUPLICATE",
            "8 VALUE",
            "9 ENCODING");
    assertThat(read.errors.get(4))
        .isEqualTo(
            new ImportError(
                "items.csv",
                7,
                ImportError.Kind.DUPLICATE,
                "the id '1' is on line 2 already; that one is kept",
                "1,One again,1994"));
  }

  @Test
  void aStrayQuoteCostsItsLineOnly() throws IOException {
    Recording read =
        read(
            """
            id,title
            1,"One
            2,Two
            3,"Three" and more
            4,5" Four
            5,"Five "" inches"
            6,"Six
            """);
    assertThat(read.titles()).containsExactly("Two", "5\" Four", "Five \" inches");
    assertThat(read.faults()).containsExactly("2 SYNTAX", "4 SYNTAX", "7 SYNTAX");
  }

  @Test
  void wrongEncodingCostsItsLineOnly() throws IOException {
    byte[] bytes = "id,title\n1,Caf\u00e9\n2,Tea\n".getBytes(StandardCharsets.ISO_8859_1);
    Path file = Files.write(folder.resolve("latin.csv"), bytes);
    Recording read =
        Recording.of(new CsvItems(file, ColumnMapping.standard(), CatalogSchema.empty()));
    assertThat(read.ids()).containsExactly("2");
    assertThat(read.faults()).containsExactly("2 ENCODING");
    assertThat(read.errors.getFirst().excerpt()).isEqualTo("1,Caf\u00e9");
  }

  @Test
  void utf8BytesOfHalfASurrogatePairAreNoText() throws IOException {
    byte[] half = {'1', ',', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '\n', '2', ',', 'b', '\n'};
    Path file = write(folder, "half.csv", "id,title\n");
    Files.write(file, half, StandardOpenOption.APPEND);
    Recording read =
        Recording.of(new CsvItems(file, ColumnMapping.standard(), CatalogSchema.empty()));
    assertThat(read.faults()).containsExactly("2 ENCODING");
    assertThat(read.ids()).containsExactly("2");
  }

  @Test
  void byteOrderMarkAndCrlfAreNoPartOfTheText() throws IOException {
    Recording read = read("\uFEFFid\ttitle\r\n1\tOne\r\n2\tTwo");
    assertThat(read.errors).isEmpty();
    assertThat(read.titles()).containsExactly("One", "Two");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n",
        "name,year\nA,1\n",
        "id,year\n1,2\n",
        "1,One\n2,Two\n",
        "id,title,id\n1,A,2\n",
        "id,title,a b,a_b\n1,A,2,3\n",
        "id,title\r1,A\r2,B\r"
      })
  void aFileWithoutAUsableHeaderIsOneError(String content) throws IOException {
    Recording read = read(content);
    assertThat(read.items).isEmpty();
    assertThat(read.faults()).containsExactly("0 FILE");
  }

  @Test
  void aMappingThatNamesAMissingColumnIsSaid() throws IOException {
    Recording read = read("id,title\n1,A\n", Map.of("sku", "id"), CatalogSchema.empty());
    assertThat(read.errors.getFirst().message())
        .isEqualTo("the mapping names the column 'sku', and the header has id, title");
  }
}
