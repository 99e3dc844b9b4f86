package dev.drago.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

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
