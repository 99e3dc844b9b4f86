package dev.drago.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What goes wrong, and what the page says then. */
@ExtendWith(Chromium.class)
class TroubleTest {

  private static final String KEY = "drago_0123456789abcdef0123456789abcdef0123456789abcdef";

  @RegisterExtension final Tab tab = new Tab();

  @Test
  void aServerThatHasGoneIsSaidAndTriedAgain() {
    tab.open("discover").titles();
    tab.expecting("failed: |console: Failed to load resource");
    tab.page().context().setOffline(true);
    tab.searchBox().fill("alien");
    assertThat(tab.page().getByRole(AriaRole.ALERT)).containsText("The server does not answer");
    tab.page().context().setOffline(false);
    tab.searchBox().fill("aliens");
    assertThat(tab.button("I have seen Aliens")).isVisible();
  }

  @Test
  void aProxysPageInPlaceOfAnAnswerIsSaidAndTriedAgain() {
    String list = "**/v1/recommendations";
    tab.page().route(list, route -> route.fulfill(answer("text/html", "<h1>Welcome</h1>")));
    tab.open("discover");
    assertThat(tab.page().getByRole(AriaRole.ALERT)).containsText("The server does not answer");
    tab.page().unroute(list);
    tab.button("Try again").click();
    assertThat(tab.cards().first()).isVisible();
    assertThat(tab.page().getByRole(AriaRole.ALERT)).hasCount(0);
  }

  @Test
  void anAnswerThatBreaksOffIsAskedForAgainInTheSameWords() {
    String turns = "**/turns";
    String half = "event: text\ndata: {\"text\":\"Half of an\"}\n\n";
    tab.open("talk");
    tab.page().route(turns, route -> route.fulfill(answer("text/event-stream", half)));
    tab.page().getByLabel("Your words").fill("something funny");
    tab.page().keyboard().press("Enter");
    assertThat(tab.page().getByRole(AriaRole.ALERT)).containsText("The server does not answer");
    tab.page().unroute(turns);
    tab.button("Try again").click();
    assertThat(tab.region("Understood").getByRole(AriaRole.LISTITEM)).hasCount(1);
    assertThat(tab.page().getByRole(AriaRole.LOG)).not().containsText("Half of an");
    assertThat(tab.page().locator(".line")).hasCount(2);
  }

  private static Route.FulfillOptions answer(String type, String body) {
    return new Route.FulfillOptions().setContentType(type).setBody(body);
  }

  @Test
  void aServerWithKeysAsksForOne() {
    Served guarded = Served.start("serve", Map.of("DRAGO_API_KEYS", "reader:read:" + KEY));
    try {
      tab.expecting("status 401|the server responded with a status of 401|status 403|of 403");
      tab.open(guarded.address(), "discover");
      tab.page()
          .getByLabel("Key", new com.microsoft.playwright.Page.GetByLabelOptions().setExact(true))
          .fill(KEY);
      tab.button("Use this key").click();
      assertThat(tab.page().getByText("The catalogue is empty.")).isVisible();
      assertThat(tab.page().getByRole(AriaRole.DIALOG)).hasCount(0);
      assertThat((String) tab.page().evaluate("JSON.stringify(localStorage)")).doesNotContain(KEY);
    } finally {
      tab.leave();
      guarded.close();
    }
  }

  @Test
  void titlesAreTextWhateverTheySay() throws IOException, InterruptedException {
    Served hostile = Served.start("serve", Map.of());
    try {
      hostile.put(
          "img",
          "{\"title\":\"<img src=x onerror=\\\"document.title='owned'\\\">\",\"text\":\"t\"}");
      hostile.put("rtl", "{\"title\":\"left \u202Ethgir\u202C and \u0627\u0644\u0641\"}");
      hostile.put("long", "{\"title\":\"" + "Endless ".repeat(124) + "\"}");
      hostile.put("unbroken", "{\"title\":\"" + "x".repeat(1_000) + "\"}");
      hostile.put("a,b%2F", "{\"title\":\"An id with a comma and \u2026\",\"text\":\"${7*7}\"}");
      tab.open(hostile.address(), "discover");
      assertThat(tab.page().getByText("<img src=x").first()).isVisible();
      assertThat(tab.titles()).hasSize(5);
      for (int width : new int[] {360, 1280}) {
        tab.page().setViewportSize(width, 800);
        assertThat(overflow()).as("pixels too wide at %d", width).isZero();
      }
      tab.cards().first().click();
      assertThat(tab.page().getByRole(AriaRole.DIALOG)).isVisible();
      assertThat(overflow()).isZero();
      assertThat(tab.page().title()).doesNotContain("owned");
    } finally {
      tab.leave();
      hostile.close();
    }
  }

  private int overflow() {
    return (Integer)
        tab.page()
            .evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth");
  }
}
