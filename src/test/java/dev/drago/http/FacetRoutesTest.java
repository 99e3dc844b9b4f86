package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code /v1/facets} and {@code /v1/hues}: what is said, and to what not. */
class FacetRoutesTest {

  @RegisterExtension static final TestServer SERVER = new TestServer();

  private final Client client = SERVER.client();

  @Test
  void eachAttributeHasTheFormOfItsType() {
    JsonNode facets = client.get("/v1/facets").is(200).json().path("facets");
    assertThat(facets.propertyStream().map(java.util.Map.Entry::getKey))
        .containsExactlyInAnyOrder("year", "genres", "colour", "released");
    assertThat(facets.at("/genres/values/0"))
        .isEqualTo(Answer.parse("{\"value\":\"Drama\",\"count\":4}"));
    assertThat(facets.at("/colour/values/0"))
        .isEqualTo(Answer.parse("{\"value\":true,\"count\":10}"));
    assertThat(facets.at("/year/min").intValue()).isEqualTo(1953);
    assertThat(facets.at("/year/max").intValue()).isEqualTo(2016);
    assertThat(facets.at("/released/min").textValue()).isEqualTo("1994-03-01");
  }

  @Test
  void aFilterThatNothingPassesLeavesNothingToCount() {
    JsonNode answer = client.get("/v1/facets?attributes=genres,year&filter=year:7").is(200).json();
    assertThat(answer.path("items").intValue()).isZero();
    assertThat(answer.at("/facets/genres/values")).isEmpty();
    assertThat(answer.at("/facets/year")).isEqualTo(Answer.parse("{\"buckets\":[]}"));
  }

  @Test
  void whatCannotBeCountedIsNamed() {
    assertThat(client.get("/v1/facets?attributes=genres,price").is(400).detail())
        .contains("'price'", "genres");
    assertThat(client.get("/v1/facets?filter=price:1").is(400).detail()).contains("'price'");
    assertThat(client.get("/v1/facets?count=0").is(400).detail()).contains("'count'");
    String prose =
        "{\"title\":\"N\",\"attributes\":{\"notes\":\"%s\"}}".formatted("much ".repeat(30));
    client.put("/v1/items/n", prose).is(201);
    assertThat(client.get("/v1/facets?attributes=notes").is(400).detail()).contains("'notes'");
    client.delete("/v1/items/n").is(204);
  }

  @Test
  void likeItemsHaveHuesAndWhatIsNoItemHasNone() {
    JsonNode hues = client.get("/v1/hues?ids=last-orbit,nothing").is(200).json().path("hues");
    assertThat(hues.propertyStream().map(java.util.Map.Entry::getKey))
        .containsExactly("last-orbit");
    assertThat(client.get("/v1/hues").is(400).detail()).contains("'ids'");
    String many = String.join(",", Collections.nCopies(201, "a"));
    assertThat(client.get("/v1/hues?ids=" + many).is(400).detail()).contains("201", "200");
    assertThat(client.get("/v1/hues?ids=" + String.join(",", List.of("a", ""))).is(200).json())
        .isEqualTo(Answer.parse("{\"hues\":{}}"));
  }
}
