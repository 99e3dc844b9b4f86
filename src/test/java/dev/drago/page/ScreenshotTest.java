package dev.drago.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotAnimations;
import com.microsoft.playwright.options.ScreenshotType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private static final int QUALITY = 80;
  private static final long MOST_BYTES = 150_000;

  @RegisterExtension final Tab tab = new Tab();

  private final Path folder = Path.of(System.getProperty("drago.screenshots", "."));

  private void take(String name, int width) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve("%s-%d.jpeg".formatted(name, width));
    tab.page()
        .screenshot(
            new Page.ScreenshotOptions()
                .setPath(file)
                .setType(ScreenshotType.JPEG)
                .setQuality(QUALITY)
                .setAnimations(ScreenshotAnimations.DISABLED));
    assertThat(Files.size(file)).as("%s", file).isLessThan(MOST_BYTES);
  }

  @ParameterizedTest
  @ValueSource(ints = {1280, 360})
  void everyView(int width) throws IOException {
    tab.withoutEvaluation().page().setViewportSize(width, width == 360 ? 740 : 860);
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
    take("item", width);
    tab.page().keyboard().press("Escape");
    tab.open("talk");
    tab.page().getByLabel("Your words").fill("something like Alien but funnier, not from the 80s");
    tab.page().keyboard().press("Enter");
    assertThat(tab.region("Understood").getByRole(AriaRole.LISTITEM)).hasCount(3);
    assertThat(tab.page().locator(".talked-of .card").first()).isVisible();
    take("talk", width);
    tab.open("inspect");
    assertThat(tab.page().getByText("e5-small-v2").first()).isVisible();
    take("inspect", width);
    tab.open("operate");
    assertThat(tab.button("Build anew")).isVisible();
    take("operate", width);
  }
}
