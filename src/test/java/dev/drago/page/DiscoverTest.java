package dev.drago.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Looking for something, and steering what is offered. */
@ExtendWith(Chromium.class)
class DiscoverTest {

  @RegisterExtension final Tab tab = new Tab();

  private Locator found() {
    return tab.page()
        .getByRole(
            AriaRole.LIST, new com.microsoft.playwright.Page.GetByRoleOptions().setName("Found"));
  }

  @Test
  void wordsInEnglishAndSpanishFindWhatIsMeant() {
    tab.open("discover").searchBox().fill("toys that come alive");
    assertThat(found()).containsText("Toy Story");
    tab.searchBox().fill("un tiburón que ataca a los bañistas");
    assertThat(found()).containsText("Jaws");
    tab.searchBox().fill("Alien");
    assertThat(found().getByRole(AriaRole.LISTITEM).first()).containsText("Alien");
  }

  @Test
  void typingAsksOnceForWhatWasTypedAndNotForEveryLetter() {
    tab.open("discover").titles();
    tab.forgetRequests();
    tab.searchBox()
        .pressSequentially("alien invasion", new Locator.PressSequentiallyOptions().setDelay(20));
    assertThat(found()).isVisible();
    assertThat(tab.requests("/v1/search")).hasSizeBetween(1, 3);
    assertThat(tab.requests("/v1/recommendations")).isEmpty();
  }

  @Test
  void aHistoryGrowsAndTheListFollowsAndItIsStillThereTomorrow() {
    List<String> before = tab.open("discover").titles();
    tab.see("Alien").see("Blade Runner").see("The Matrix");
    await().untilAsserted(() -> assertThat(tab.titles()).isNotEqualTo(before));
    await()
        .untilAsserted(
            () -> assertThat(tab.titles()).contains("The Terminator").doesNotContain("Alien"));
    assertThat(tab.page().locator(".why").first()).isVisible();

    tab.page().reload();
    assertThat(tab.button("Remove Alien")).isVisible();
    List<String> all = tab.titles();
    tab.button("Remove Alien").click();
    await().untilAsserted(() -> assertThat(tab.titles()).isNotEqualTo(all));
    tab.button("Clear all").click();
    await().untilAsserted(() -> assertThat(tab.titles()).isEqualTo(before));
  }

  @Test
  void whatIsMarkedOnACardLeavesTheList() {
    tab.open("discover").see("Alien");
    String first = tab.titles().getFirst();
    tab.button("I have seen " + first).click();
    assertThat(tab.button("Remove " + first)).isVisible();
    await().untilAsserted(() -> assertThat(tab.titles()).doesNotContain(first));
  }

  @Test
  void aCardOpensToTheEvidenceAndClosesToWhereOneWas() {
    tab.open("discover").see("Alien").see("Blade Runner");
    await().untilAsserted(() -> assertThat(tab.page().locator(".why").count()).isPositive());
    String first = tab.titles().getFirst();
    tab.cards().first().click();

    Locator opened = tab.page().getByRole(AriaRole.DIALOG);
    assertThat(opened.getByRole(AriaRole.HEADING).first()).hasText(first);
    assertThat(opened).containsText("What it rests on");
    assertThat(opened.locator(".effects li").first()).containsText("Alien");
    assertThat(opened).containsText("Who argued for it");
    assertThat(opened).containsText("More like this");
    assertThat(tab.page()).hasURL(Pattern.compile("#/item/"));

    String address = tab.page().url();
    tab.page().keyboard().press("Escape");
    assertThat(opened).isHidden();
    tab.page().navigate(address);
    assertThat(opened.getByRole(AriaRole.HEADING).first()).hasText(first);
  }

  @Test
  void likingAndDislikingChangesTheListAndCanBeTakenBack() {
    List<String> before = tab.open("discover").titles();
    tab.button("I like " + before.getFirst()).click();
    assertThat(tab.region("You like")).isVisible();
    await().untilAsserted(() -> assertThat(tab.titles()).isNotEqualTo(before));
    String unwanted = tab.titles().getFirst();
    tab.button(unwanted + " is not for me").click();
    await().untilAsserted(() -> assertThat(tab.titles()).doesNotContain(unwanted));
    tab.button("Remove " + unwanted).click();
    tab.button("Remove " + before.getFirst()).click();
    await().untilAsserted(() -> assertThat(tab.titles()).isEqualTo(before));
  }

  @Test
  void aFilterAndVarietyAreKeptTo() {
    tab.open("discover").see("Alien");
    List<String> before = tab.titles();
    Locator choice = tab.page().getByRole(AriaRole.CHECKBOX).first();
    choice.check();
    await().untilAsserted(() -> assertThat(tab.titles()).isNotEqualTo(before));
    requireTheFilterOfEachItem(tab.requests("/v1/recommendations").getLast());
    tab.button("Clear these choices").click();
    await().untilAsserted(() -> assertThat(tab.titles()).isEqualTo(before));

    tab.page().getByLabel("Variety").fill("1");
    await().untilAsserted(() -> assertThat(tab.titles()).isNotEqualTo(before));
    assertThat(Set.copyOf(tab.titles())).hasSameSizeAs(tab.titles());
  }

  /** The one value that was chosen, as {@code name:("value")}. */
  private static void requireTheFilterOfEachItem(Request request) {
    ObjectMapper json = new ObjectMapper();
    try {
      String filter = json.readTree(request.postData()).path("filter").asText();
      Matcher chosen = Pattern.compile("(\\w+):\\(\"(.+)\"\\)").matcher(filter);
      assertThat(chosen.matches()).as(filter).isTrue();
      JsonNode items = json.readTree(request.response().text()).path("items");
      assertThat(items).isNotEmpty();
      for (JsonNode item : items) {
        assertThat(item.path("attributes").path(chosen.group(1)).toString())
            .as("%s of %s", chosen.group(1), item.path("title"))
            .contains("\"" + chosen.group(2) + "\"");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aLinkGivesItsHistoryToAStrangerAndAsksWhoHasOne() {
    tab.open("discover?history=heat-1995%2Calien-1979");
    assertThat(tab.button("Remove Heat")).isVisible();
    assertThat(tab.button("Remove Alien")).isVisible();
    assertThat(tab.page()).hasURL(Pattern.compile("#/discover$"));

    tab.open("discover?history=jaws-1975");
    tab.button("Keep mine").click();
    assertThat(tab.button("Keep mine")).hasCount(0);
    assertThat(tab.button("Remove Heat")).isVisible();
    assertThat(tab.button("Remove Jaws")).hasCount(0);

    tab.open("discover?history=jaws-1975");
    tab.button("Replace mine with them").click();
    assertThat(tab.button("Remove Jaws")).isVisible();
    assertThat(tab.button("Remove Heat")).hasCount(0);
  }

  @Test
  void whatAUserHasSeenIsStoredOnceAndIsSeenEverywhere() throws IOException, InterruptedException {
    Served own = Served.start("serve", Map.of());
    try {
      own.put("harbour", "{\"title\":\"The Glass Harbour\"}");
      own.put("orbit", "{\"title\":\"Last Orbit\"}");
      tab.open(own.address(), "discover").titles();
      tab.page().getByLabel("As a user").fill("ana");
      tab.button("Use").click();
      tab.searchBox().fill("Harbour");
      Locator add = found().getByRole(AriaRole.BUTTON).first();
      add.dblclick();
      assertThat(add).hasAttribute("aria-pressed", "true");
      assertThat(tab.region("ana has seen")).containsText("The Glass Harbour");
      assertThat(tab.requests("/v1/interactions")).hasSize(1);
    } finally {
      tab.leave();
      own.close();
    }
  }

  @Test
  void aWishInWordsIsHeard() {
    tab.open("discover").titles();
    tab.page().getByLabel("A wish, in words").fill("a heist that goes wrong in Los Angeles");
    await().untilAsserted(() -> assertThat(tab.titles()).containsAnyOf("Heat", "Reservoir Dogs"));
  }

  @Test
  void spanishIsSpokenOnceItIsChosen() {
    tab.open("discover").see("Alien");
    tab.button("Español").click();
    assertThat(tab.page().locator("html")).hasAttribute("lang", "es");
    assertThat(tab.page().getByRole(AriaRole.NAVIGATION)).containsText("Descubrir");
    await()
        .untilAsserted(
            () ->
                assertThat(tab.requests("/v1/recommendations").getLast().postData())
                    .contains("\"language\":\"es\""));
    tab.page().reload();
    assertThat(tab.page().locator("html")).hasAttribute("lang", "es");
  }
}
