package dev.drago.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A conversation, in the words of the README. */
@ExtendWith(Chromium.class)
class TalkTest {

  @RegisterExtension final Tab tab = new Tab();

  private void say(String words) {
    Locator box = tab.page().getByLabel("Your words");
    box.fill(words);
    box.press("Enter");
    assertThat(box).hasValue("");
  }

  private Locator chips() {
    return tab.region("Understood").getByRole(AriaRole.LISTITEM);
  }

  @Test
  void threeTurnsAreUnderstoodAndOneOfThemIsTakenBack() {
    tab.open("talk");
    say("something like Alien but funnier, not from the 80s");
    assertThat(chips()).hasCount(3);
    assertThat(chips().first()).containsText("Alien");

    say("nothing with Bill Murray");
    assertThat(chips()).hasCount(4);

    say("why the first?");
    Locator log = tab.page().getByRole(AriaRole.LOG);
    Locator lines = log.getByRole(AriaRole.LIST).first().getByRole(AriaRole.LISTITEM);
    assertThat(lines).hasCount(6);
    List<String> second = tab.titles();
    assertThat(lines.last()).containsText(second.getFirst());

    Locator eighties = chips().filter(new Locator.FilterOptions().setHasText("1980"));
    eighties.getByRole(AriaRole.BUTTON).click();
    assertThat(chips()).hasCount(3);
    await().untilAsserted(() -> assertThat(tab.titles()).isNotEqualTo(second));
  }

  @Test
  void everyFilmThatIsNamedIsALinkToIt() {
    tab.open("talk");
    say("something like Alien");
    assertThat(chips().first()).isVisible();
    say("why the first?");
    String first = tab.titles().getFirst();
    Locator link =
        tab.page()
            .getByRole(AriaRole.LOG)
            .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(first).setExact(true));
    link.last().click();
    assertThat(tab.page().getByRole(AriaRole.DIALOG).getByRole(AriaRole.HEADING).first())
        .hasText(first);
  }

  @Test
  void whatWasSaidIsThereAfterAReloadUntilOneStartsOver() {
    tab.open("talk");
    say("something funny");
    assertThat(chips()).hasCount(1);
    tab.page().reload();
    assertThat(chips()).hasCount(1);
    tab.button("Undo").click();
    assertThat(chips()).hasCount(0);
    tab.button("Start over").click();
    assertThat(tab.page().getByRole(AriaRole.LOG)).hasCount(0);
  }

  @Test
  void spanishIsAnsweredInSpanish() {
    tab.open("talk");
    tab.button("Español").click();
    Locator box = tab.page().getByRole(AriaRole.TEXTBOX);
    box.fill("algo divertido, nada de terror");
    box.press("Enter");
    assertThat(tab.page().locator(".chip")).hasCount(2);
    assertThat(tab.page().getByRole(AriaRole.LOG)).containsText("Entendido: ");
    assertThat(tab.page().getByRole(AriaRole.LOG)).not().containsText("Understood");
  }
}
