package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.evaluation.EvaluationReport;
import dev.drago.evaluation.report.ReportJson;
import dev.drago.evaluation.report.ReportPage;
import dev.drago.evaluation.report.SampleReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EvaluationsTest {

  private static final String ROUTE = "/v1/evaluations/latest";
  private static final String BROWSER =
      "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

  @RegisterExtension static final TestServer SERVER = new TestServer();

  private final Path json = SERVER.services().evaluation().json();
  private final Path html = SERVER.services().evaluation().html();

  @BeforeEach
  void nothingIsKept() throws IOException {
    Files.createDirectories(Objects.requireNonNull(json.getParent()));
    Files.deleteIfExists(json);
    Files.deleteIfExists(html);
  }

  @Test
  void withoutAnEvaluationBothFormsAreNotThere() {
    assertThat(SERVER.client().get(ROUTE).is(404).detail()).contains("drago evaluate");
    assertThat(accepting("text/html").is(404).detail()).contains("drago evaluate");
  }

  @Test
  void aNewEvaluationIsServedAtOnceAsJsonAndToABrowserAsAPage() throws IOException {
    for (int users : new int[] {20, 40}) {
      EvaluationReport report = SampleReport.of(users);
      Files.writeString(json, ReportJson.of(report));
      Files.writeString(html, ReportPage.of(report));

      assertThat(SERVER.client().get(ROUTE).is(200).body()).isEqualTo(ReportJson.of(report));
      for (String accept : new String[] {"*/*", "application/json", "application/json,text/html"}) {
        assertThat(accepting(accept).is(200).mediaType()).isEqualTo("application/json");
      }
      for (String accept : new String[] {"text/html", BROWSER}) {
        Answer page = accepting(accept).is(200);
        assertThat(page.body()).isEqualTo(ReportPage.of(report));
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
            .contains("frame-ancestors 'none'");
        assertThat(page.headers().firstValue("Vary")).contains("Accept");
      }
    }
  }

  @Test
  void aBrokenFileIsAProblemThatNamesItAndTheRemedy() throws IOException {
    for (String content : new String[] {"", "{\"dataset\": ", "[]", "null", "\u0000"}) {
      Files.writeString(json, content);
      Files.writeString(html, content);

      assertThat(SERVER.client().get(ROUTE).is(500).detail())
          .contains("latest.json", "drago evaluate");
      assertThat(accepting("text/html").is(500).detail()).contains("latest.html");
    }
  }

  private static Answer accepting(String types) {
    Client client = SERVER.client();
    return client.exchange(client.request(ROUTE).header("Accept", types).GET());
  }
}
