package dev.drago.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.FileChooser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From an empty server to a catalogue, and what the server says of itself. */
@ExtendWith(Chromium.class)
class OperateTest {

  private static Served empty;

  @RegisterExtension final Tab tab = new Tab();

  @BeforeAll
  static void start() {
    empty = Served.start("serve", Map.of());
  }

  @AfterAll
  static void stop() {
    empty.close();
  }

  private void choose(String name, String content) {
    FileChooser chooser = tab.page().waitForFileChooser(() -> tab.button("Choose files").click());
    chooser.setFiles(new FilePayload(name, "text/plain", content.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void anEmptyCatalogueSaysSoAndAFileWithTwoBadLinesFillsIt() throws IOException {
    tab.open(empty.address(), "discover");
    assertThat(tab.page().getByText("The catalogue is empty.")).isVisible();
    tab.link("Import something").click();

    String csv =
        """
        id,title,text,year
        harbour,The Glass Harbour,A lighthouse keeper finds letters from a sailor.,1994
        nameless,,No title at all.,1995
        orbit,Last Orbit,The crew of a dying station has one capsule.,2011
        short
        """;
    choose("films.csv", csv);

    Locator done = tab.region("Imports").or(tab.page().locator("ol.imports"));
    assertThat(done.last()).containsText("done");
    assertThat(tab.page().getByText("2 lines were left out")).isVisible();
    Locator rows = tab.page().locator("table.errors tbody tr");
    assertThat(rows).hasCount(2);
    assertThat(rows.nth(0).getByRole(AriaRole.CELL).first()).hasText("3");
    assertThat(rows.nth(1).getByRole(AriaRole.CELL).first()).hasText("5");

    Download errors = tab.page().waitForDownload(() -> tab.button("Download all").click());
    assertThat(Files.readAllLines(errors.path()))
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains("films.csv"));

    tab.link("Discover").click();
    assertThat(tab.page().getByText("The Glass Harbour").first()).isVisible();
  }

  @Test
  void theEndOfAnImportIsNoticedByOneWhoHasGoneElsewhere() {
    Served other = Served.start("serve", Map.of());
    try {
      tab.open(other.address(), "discover");
      assertThat(tab.page().getByText("The catalogue is empty.")).isVisible();
      tab.link("Operate").click();
      choose("more.csv", "id,title\nnight,Night Ferry\n");
      tab.link("Discover").click();
      assertThat(tab.page().getByText("Night Ferry").first()).isVisible();
    } finally {
      tab.leave();
      other.close();
    }
  }

  @Test
  void aServerThatIsGoneIsNotReady() {
    tab.open(empty.address(), "operate").expecting("failed: |console: Failed to load resource");
    assertThat(tab.region("Readiness")).containsText("ready");
    tab.page().context().setOffline(true);
    assertThat(tab.region("Readiness"))
        .containsText(
            "The server does not answer",
            new LocatorAssertions.ContainsTextOptions().setTimeout(15_000));
    tab.page().context().setOffline(false);
    assertThat(tab.region("Readiness").getByRole(AriaRole.STATUS))
        .hasText("ready", new LocatorAssertions.HasTextOptions().setTimeout(15_000));
  }

  @Test
  void whatCannotBeImportedIsSaidInAWord() {
    tab.open(empty.address(), "operate").expecting("status 422|the server responded with.* 422");
    choose("notes.txt", "hello");
    assertThat(tab.page().getByRole(AriaRole.ALERT)).containsText("notes.txt");
  }

  @Test
  void inspectShowsTheStagesTheModelsAndALineToCopy() {
    tab.withoutEvaluation().open("discover").see("Alien");
    tab.link("Inspect").click();
    assertThat(tab.page().getByText("e5-small-v2").first()).isVisible();
    assertThat(tab.page().getByText("Nothing has been evaluated here yet.")).isVisible();
    assertThat(tab.page().getByText("Stages, one after another").first()).isVisible();
    assertThat(tab.page().locator("pre, code").first()).containsText("curl");
    assertThat(tab.page().getByRole(AriaRole.MAIN)).containsText("MIT");
  }
}
