package dev.drago.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.drago.evaluation.report.SampleReport;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** For those who use a keyboard, a screen reader, a small screen or the dark. */
@ExtendWith(Chromium.class)
class AccessibilityTest {

  @RegisterExtension final Tab tab = new Tab();

  private void requireNothingSerious(String where) {
    // What is being asked for again is pale until it has come.
    assertThat(tab.page().locator("[aria-busy=true]")).hasCount(0);
    List<String> serious =
        new AxeBuilder(tab.page())
            .analyze().getViolations().stream()
                .filter(rule -> Set.of("serious", "critical").contains(rule.getImpact()))
                .map(AccessibilityTest::sentence)
                .toList();
    assertThat(serious).as("what axe finds in %s", where).isEmpty();
  }

  /** Without transitions: a colour on its way from pale to full is neither. */
  private static Page.EmulateMediaOptions still(ColorScheme theme) {
    return new Page.EmulateMediaOptions()
        .setColorScheme(theme)
        .setReducedMotion(ReducedMotion.REDUCE);
  }

  private static String sentence(Rule rule) {
    return rule.getId() + ": " + rule.getNodes().stream().limit(3).map(n -> n.getHtml()).toList();
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void axeFindsNothingSeriousInAnyView(ColorScheme theme) {
    tab.withoutEvaluation().page().emulateMedia(still(theme));
    tab.open("discover").titles();
    requireNothingSerious("discover, to a stranger");
    tab.see("Alien").titles();
    requireNothingSerious("discover");
    tab.cards().first().click();
    assertThat(tab.page().getByRole(AriaRole.DIALOG)).containsText("More like this");
    requireNothingSerious("an item");
    tab.page().keyboard().press("Escape");
    tab.open("talk");
    tab.page().getByLabel("Your words").fill("something like Alien but funnier");
    tab.page().keyboard().press("Enter");
    assertThat(tab.region("Understood").getByRole(AriaRole.LISTITEM)).hasCount(2);
    requireNothingSerious("talk");
    for (String view : List.of("inspect", "operate")) {
      tab.open(view);
      assertThat(tab.page().getByRole(AriaRole.HEADING).first()).isVisible();
      requireNothingSerious(view);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"discover", "talk", "inspect", "operate"})
  void nothingIsWiderThanASmallScreen(String view) {
    tab.withoutEvaluation().page().setViewportSize(360, 740);
    tab.open("discover").see("Alien").open(view);
    assertThat(tab.page().getByRole(AriaRole.MAIN)).isVisible();
    assertThat(tab.page().locator("[aria-busy=true]")).hasCount(0);
    requireNothingBesideTheScreen();
  }

  private void requireNothingBesideTheScreen() {
    assertThat(
            (Integer)
                tab.page()
                    .evaluate(
                        "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
        .isZero();
  }

  @Test
  void thePlotsOfAnEvaluationAreForEveryEyeAndScreen() throws IOException {
    Served evaluated = Served.start("serve", Map.of());
    try {
      evaluated.keep(SampleReport.of(40));
      tab.open(evaluated.address(), "inspect");
      assertThat(tab.page().locator(".plots .estimates")).hasCount(2);
      assertThat(tab.page().locator(".plots .lines-plot")).hasCount(2);
      for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        tab.page().emulateMedia(still(theme));
        requireNothingSerious("an evaluation, " + theme);
      }
      tab.page().setViewportSize(360, 740);
      requireNothingBesideTheScreen();
      requireNothingSerious("an evaluation on a small screen");
    } finally {
      tab.leave();
      evaluated.close();
    }
  }

  @Test
  void everythingIsReachedByKeyboardAlone() {
    tab.open("discover").titles();
    Page page = tab.page();
    page.keyboard().press("Tab");
    assertThat(tab.link("Skip to the content")).isFocused();
    page.keyboard().press("Enter");
    Locator search = tab.searchBox();
    for (int i = 0; i < 5 && !isFocused(search); i++) {
      page.keyboard().press("Tab");
    }
    assertThat(search).isFocused();
    page.keyboard().type("Blade Runner");
    assertThat(tab.button("I have seen Blade Runner").first()).isVisible();
    page.keyboard().press("ArrowDown");
    page.keyboard().press("Enter");
    assertThat(tab.button("Remove Blade Runner").first()).isVisible();
    page.keyboard().press("Escape");
    assertThat(search).isFocused();
    assertThat(search).hasValue("");

    // The list has followed by now: it says why.
    assertThat(page.locator(".why").first()).isVisible();
    assertThat(page.locator("[aria-busy=true]")).hasCount(0);
    tab.cards().first().focus();
    page.keyboard().press("Enter");
    Locator opened = page.getByRole(AriaRole.DIALOG);
    assertThat(opened).isVisible();
    page.keyboard().press("Escape");
    assertThat(opened).isHidden();
    assertThat(tab.cards().first()).isFocused();
  }

  private static boolean isFocused(Locator locator) {
    return (Boolean) locator.evaluate("element => element === document.activeElement");
  }

  @Test
  void theThemeCanBeChosenAndStays() {
    tab.open("discover").titles();
    String before = background();
    tab.page().getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Theme")).click();
    tab.page().getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Theme")).click();
    assertThat(tab.page().locator("html")).hasAttribute("data-theme", "dark");
    assertThat(background()).isNotEqualTo(before);
    tab.page().reload();
    assertThat(tab.page().locator("html")).hasAttribute("data-theme", "dark");
  }

  private String background() {
    return (String) tab.page().evaluate("getComputedStyle(document.body).backgroundColor");
  }
}
