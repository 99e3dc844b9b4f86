package dev.drago.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A fresh browser window for each test, and the page in it as a person finds their way: by role and
 * by name. Whatever goes wrong in it that the test has not announced fails the test.
 */
final class Tab implements BeforeEachCallback, AfterEachCallback {

  private static final int FIRST_ERROR = 400;

  private final List<String> wrong = new ArrayList<>();
  private final List<Request> requests = new ArrayList<>();
  private final List<Pattern> announced = new ArrayList<>();
  private final Browser.NewContextOptions options =
      new Browser.NewContextOptions().setLocale("en-GB").setViewportSize(1280, 900);
  private final List<Page> pages = new ArrayList<>();
  private Optional<ExtensionContext> context = Optional.empty();

  @Override
  public void beforeEach(ExtensionContext extension) {
    context = Optional.of(extension);
    BrowserContext window = Chromium.browser(extension).newContext(options);
    window.onRequest(requests::add);
    window.onRequestFailed(this::failed);
    window.onResponse(this::answered);
    window.onConsoleMessage(this::said);
    window.onWebError(error -> wrong.add("uncaught: " + error.error()));
    pages.add(window.newPage());
  }

  private void failed(Request request) {
    // A newer question takes the place of an older one: that is no failure.
    if (!request.failure().contains("ERR_ABORTED")) {
      wrong.add("failed: %s %s %s".formatted(request.method(), request.url(), request.failure()));
    }
  }

  private void answered(Response response) {
    if (response.status() >= FIRST_ERROR) {
      wrong.add(
          "status %d: %s %s"
              .formatted(response.status(), response.request().method(), response.url()));
    }
  }

  private void said(ConsoleMessage message) {
    if (message.type().equals("error") || message.type().equals("warning")) {
      wrong.add("console: " + message.text() + " at " + message.location());
    }
  }

  @Override
  public void afterEach(ExtensionContext extension) {
    page().context().close();
    pages.clear();
    assertThat(wrong.stream().filter(this::isNew)).as("what went wrong in the browser").isEmpty();
  }

  private boolean isNew(String what) {
    return announced.stream().noneMatch(pattern -> pattern.matcher(what).find());
  }

  /** This will go wrong, and is meant to. */
  Tab expecting(String pattern) {
    announced.add(Pattern.compile(pattern));
    return this;
  }

  /** The demo has not been evaluated, which Inspect learns by asking. */
  Tab withoutEvaluation() {
    return expecting("404.*/v1/evaluations/latest");
  }

  /** Opens a view of the demo catalogue. */
  Tab open(String view) {
    return open(Served.demo(context.orElseThrow()).address(), view);
  }

  Tab open(URI server, String view) {
    page().navigate(server.resolve("/#/" + view).toString());
    return this;
  }

  /** Goes elsewhere, before a server ends: the browser may still be asking it for an icon. */
  void leave() {
    page().navigate("about:blank");
  }

  Page page() {
    return pages.getFirst();
  }

  /** Requests to paths that begin so, in the order in which they were sent. */
  List<Request> requests(String path) {
    return requests.stream()
        .filter(request -> URI.create(request.url()).getPath().startsWith(path))
        .toList();
  }

  void forgetRequests() {
    requests.clear();
  }

  // What a person looks for.

  Locator button(String name) {
    return page().getByRole(AriaRole.BUTTON, exactly(name));
  }

  Locator link(String name) {
    return page().getByRole(AriaRole.LINK, exactly(name));
  }

  Locator heading(String name) {
    return page()
        .getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  Locator region(String name) {
    return page().getByRole(AriaRole.REGION, exactly(name));
  }

  private static Page.GetByRoleOptions exactly(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  Locator searchBox() {
    return page().getByRole(AriaRole.SEARCHBOX);
  }

  /** The cards of the list, the best first. */
  Locator cards() {
    return region("Recommended").or(region("To begin with")).getByRole(AriaRole.LINK);
  }

  /** The titles on the cards, once there are some. */
  List<String> titles() {
    assertThat(cards().first()).isVisible();
    return cards().locator(".cover-title").allTextContents();
  }

  /** Says of a film found by its title that it was seen. */
  Tab see(String title) {
    searchBox().fill(title);
    button("I have seen " + title).first().click();
    searchBox().press("Escape");
    assertThat(button("Remove " + title).first()).isVisible();
    return this;
  }
}
