package dev.drago.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The browser of this machine, one for all tests of a run; without one they are skipped by name.
 */
final class Chromium implements ExecutionCondition {

  private static final List<String> QUIET =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  /** The driver and what it has started; closed at the end of the run. */
  private record Started(Playwright playwright, Browser browser) implements AutoCloseable {
    @Override
    public void close() {
      playwright.close();
    }
  }

  /** {@code $DRAGO_CHROMIUM}, or the one that Debian installs. */
  private static Optional<Path> executable() {
    return Stream.concat(
            Optional.ofNullable(System.getenv("DRAGO_CHROMIUM")).map(Path::of).stream(),
            Stream.concat(
                Stream.of(Path.of("/usr/bin/chromium")),
                Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":"))
                    .filter(folder -> !folder.isEmpty())
                    .map(folder -> Path.of(folder, "chromium"))))
        .filter(Files::isExecutable)
        .findFirst();
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return executable()
        .map(path -> ConditionEvaluationResult.enabled("there is " + path))
        .orElseGet(
            () ->
                ConditionEvaluationResult.disabled(
                    "there is no chromium on the path, and $DRAGO_CHROMIUM names none"));
  }

  static Browser browser(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(Chromium.class))
        .getOrComputeIfAbsent(Started.class, ignored -> start(), Started.class)
        .browser();
  }

  private static Started start() {
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    Browser browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(executable().orElseThrow())
                    .setArgs(QUIET));
    return new Started(playwright, browser);
  }
}
