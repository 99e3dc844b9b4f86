package dev.drago.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.ScreenshotAnimations;
import com.microsoft.playwright.options.ScreenshotType;
import dev.drago.evaluation.report.SampleReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pictures in the documents: {@code -Ddrago.screenshots=docs/page} takes them anew. */
@ExtendWith(Chromium.class)
@EnabledIfSystemProperty(
    named = "drago.screenshots",
    matches = ".+",
    disabledReason = "-Ddrago.screenshots=FOLDER takes pictures")
class ScreenshotTest {

  private static final int QUALITY = 75;
  private static final long MOST_BYTES = 150_000;
  private static final String WITH_TWO_BAD_LINES =
      """
      id,title,text,year
      harbour,The Glass Harbour,A lighthouse keeper finds letters from a sailor.,1994
      nameless,,No title at all.,1995
      orbit,Last Orbit,The crew of a dying station has one capsule.,2011
      short
      """;

  @RegisterExtension final Tab tab = new Tab();

  private final Path folder = Path.of(System.getProperty("drago.screenshots", "."));

  private static boolean isSmall(int width) {
    return width < 720;
  }

  /** What is on the screen: of a height at which a whole section is. */
  private void take(String name, int width, int height) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve("%s-%d.jpeg".formatted(name, width));
    tab.page().setViewportSize(width, height);
    tab.page().mouse().move(0, 0);
    // Covers are grey until their colours have come.
    assertThat(tab.page().locator(".cover-art > rect:first-child[fill*=' 0.008 ']")).hasCount(0);
    assertThat(tab.page().locator("[aria-busy=true]")).hasCount(0);
    tab.page()
        .screenshot(
            new Page.ScreenshotOptions()
                .setPath(file)
                .setType(ScreenshotType.JPEG)
                .setQuality(QUALITY)
                .setAnimations(ScreenshotAnimations.DISABLED));
    assertThat(Files.size(file)).as("%s", file).isLessThan(MOST_BYTES);
  }

  private void take(String name, int width) throws IOException {
    take(name, width, isSmall(width) ? 740 : 860);
  }

  @ParameterizedTest
  @ValueSource(ints = {1280, 360})
  void whatOneFinds(int width) throws IOException {
    tab.withoutEvaluation().page().setViewportSize(width, 860);
    tab.open("discover").titles();
    take("welcome", width);
    tab.see("Alien").see("Blade Runner").see("The Matrix");
    assertThat(tab.page().locator(".why").first()).isVisible();
    take("discover", width);
    tab.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    take("discover-dark", width);
    tab.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    tab.cards().first().click();
    assertThat(tab.page().getByRole(AriaRole.DIALOG)).containsText("More like this");
    take("item", width, isSmall(width) ? 1700 : 1240);
    tab.page().keyboard().press("Escape");
    tab.open("talk");
    tab.page().getByLabel("Your words").fill("something like Alien but funnier, not from the 80s");
    tab.page().keyboard().press("Enter");
    assertThat(tab.region("Understood").getByRole(AriaRole.LISTITEM)).hasCount(3);
    assertThat(tab.page().locator(".talked-of .card").first()).isVisible();
    take("talk", width);
    tab.open("inspect");
    assertThat(tab.page().getByText("e5-small-v2").first()).isVisible();
    take("inspect", width, isSmall(width) ? 2000 : 1240);
    tab.expecting("failed: |console: Failed to load resource").open("discover").titles();
    tab.page().context().setOffline(true);
    tab.searchBox().fill("alien");
    assertThat(tab.page().getByRole(AriaRole.ALERT)).containsText("The server does not answer");
    take("gone", width);
  }

  @ParameterizedTest
  @ValueSource(ints = {1280, 360})
  void whatOneRuns(int width) throws IOException {
    Served empty = Served.start("serve", Map.of());
    try {
      tab.page().setViewportSize(width, 860);
      tab.open(empty.address(), "discover");
      assertThat(tab.page().getByText("The catalogue is empty.")).isVisible();
      take("empty", width);
      tab.open(empty.address(), "operate");
      tab.page()
          .waitForFileChooser(() -> tab.button("Choose files").click())
          .setFiles(
              new FilePayload(
                  "films.csv", "text/csv", WITH_TWO_BAD_LINES.getBytes(StandardCharsets.UTF_8)));
      assertThat(tab.page().getByText("2 lines were left out")).isVisible();
      assertThat(tab.page().locator(".import .state")).hasText("done");
      assertThat(tab.region("Readiness").getByRole(AriaRole.STATUS)).hasText("ready");
      take("operate", width, isSmall(width) ? 1600 : 1000);
      empty.keep(SampleReport.of(40));
      tab.open(empty.address(), "inspect");
      tab.page().locator("#evaluation").evaluate("heading => heading.scrollIntoView()");
      assertThat(tab.page().locator(".plots .lines-plot")).hasCount(2);
      take("evaluation", width, isSmall(width) ? 2000 : 1240);
    } finally {
      tab.leave();
      empty.close();
    }
  }
}
