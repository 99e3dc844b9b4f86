package dev.drago.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drago.evaluation.Dataset;
import dev.drago.evaluation.EvaluationReport;
import dev.drago.evaluation.History;
import java.io.StringReader;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportTest {

  private static final String HOSTILE =
      "</title><script>alert('x')</script>\" onload=\"y\" &amp; <!-- \u0000 \uD800 ]]> </style>";

  @Test
  void equal_inputs_make_equal_bytes_but_for_the_latencies() {
    EvaluationReport once = SampleReport.of(200);
    EvaluationReport again = SampleReport.of(200);

    assertThat(upToLatencies(ReportJson.of(again))).isEqualTo(upToLatencies(ReportJson.of(once)));
    assertThat(ReportPage.of(again)).isEqualTo(ReportPage.of(once));
  }

  @Test
  void the_json_says_what_was_measured_and_on_what() throws Exception {
    JsonNode root = new ObjectMapper().readTree(ReportJson.of(SampleReport.of(200)));

    assertThat(root.at("/dataset/sha256").textValue()).hasSize(64);
    assertThat(root.at("/stage").textValue()).isEqualTo("test");
    assertThat(root.at("/models/0/sha256").textValue()).hasSize(64);
    assertThat(root.at("/rankers/auto/at10/ndcg/value").isNumber()).isTrue();
    assertThat(root.at("/rankers/auto/giniAt10").isNumber()).isTrue();
    assertThat(root.at("/comparisons/0/hrAt10/p").isNumber()).isTrue();
    assertThat(root.at("/ablation/comparisons")).hasSize(2);
    assertThat(root.at("/breakdowns/coldItems/groups/0/rankers/chance/at10/hr/value").isNumber())
        .isTrue();
    assertThat(((ObjectNode) root).fieldNames()).toIterable().last().isEqualTo("latencies");
  }

  @Test
  void the_text_has_every_section_and_is_about_a_hundred_columns_wide() {
    String text = ReportText.of(SampleReport.of(200));

    assertThat(text)
        .contains(
            "HR@10", "Difference to auto", "left out, against auto", "By length", "Cold users")
        .contains("Cold items", "chance", "p99 ms", "seed 3", "200 users");
    assertThat(text.lines().filter(line -> !line.startsWith("data") && !line.startsWith("left")))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(110));
  }

  @Test
  void no_name_becomes_markup() throws Exception {
    EvaluationReport report =
        SampleReport.of(30, new Dataset(HOSTILE, "0".repeat(64), 1, 1, 1), HOSTILE);

    String page = ReportPage.of(report);

    assertThat(page).doesNotContain("<script", "<!--", "\u0000").doesNotContain("\" onload");
    Document document = parsed(page);
    assertThat(document.getElementsByTagName("script").getLength()).isZero();
    assertThat(document.getElementsByTagName("title").item(0).getTextContent())
        .contains("</title><script>alert('x')</script>");
    assertThat(new ObjectMapper().readTree(ReportJson.of(report)).at("/dataset/name").textValue())
        .startsWith("</title>");
  }

  @Test
  void every_plot_has_a_title_and_a_description_of_its_own() throws Exception {
    Document document = parsed(ReportPage.of(SampleReport.of(60)));

    NodeList plots = document.getElementsByTagName("svg");
    assertThat(plots.getLength()).isGreaterThan(8);
    for (int i = 0; i < plots.getLength(); i++) {
      Element plot = (Element) plots.item(i);
      String id = "plot-" + (i + 1);
      assertThat(plot.getAttribute("role")).isEqualTo("img");
      assertThat(plot.getAttribute("aria-labelledby")).isEqualTo(id + "-title " + id + "-desc");
      assertThat(plot.getElementsByTagName("title").item(0).getTextContent()).isNotBlank();
      assertThat(plot.getElementsByTagName("desc").item(0).getTextContent()).isNotBlank();
    }
    assertThat(document.getElementsByTagName("link").getLength()).isZero();
  }

  @Test
  void odd_logs_make_reports_without_nan() {
    BitSet none = new BitSet();
    BitSet one = new BitSet();
    one.set(7);
    BitSet few = new BitSet();
    few.set(0, 3);
    Map<BitSet, List<History>> odd =
        Map.of(
            none, List.of(),
            one, List.of(History.untimed("same", 7, 7, 7), History.untimed("one", 7)),
            few, List.of(History.untimed("ann", 0, 1, 2), History.untimed("far", 0, 1, 59)));
    odd.forEach(
        (candidates, log) -> {
          EvaluationReport report =
              SampleReport.of(candidates, log, new Dataset("odd", "0".repeat(64), 0, 0, 0), "m");
          for (String written :
              List.of(ReportText.of(report), ReportJson.of(report), ReportPage.of(report))) {
            assertThat(written).doesNotContain("NaN", "Infinity", "∞");
          }
          assertThat(ReportText.of(report)).contains(Figures.NONE);
        });
  }

  @Test
  void published_figures_stand_only_beside_what_can_be_compared_with_them() {
    String ml1m = "1d71a2dd44ff40c17a797a30a28ed865dd066a37d3411aa28afbe7da4630b989";
    EvaluationReport there =
        SampleReport.of(30, new Dataset("ml-1m", ml1m, 30, 60, 100), "made up");

    assertThat(ReportPage.of(there)).contains("HSTU-large", "class=\"published\"");
    assertThat(ReportPage.of(SampleReport.of(30))).doesNotContain("HSTU-large");
  }

  @Test
  void an_interrupted_report_says_so() {
    EvaluationReport whole = SampleReport.of(30);
    EvaluationReport part =
        new EvaluationReport(
            whole.dataset(),
            whole.setup(),
            100,
            false,
            whole.leftOut(),
            whole.overall(),
            whole.lists(),
            Optional.empty(),
            List.of(),
            Map.of());

    assertThat(ReportText.of(part)).contains("the first 30 of 100");
    assertThat(ReportPage.of(part)).contains("interrupted");
  }

  private static Document parsed(String page) throws Exception {
    // Our pages are well-formed XML but for two void elements.
    String xml =
        page.replaceFirst("<!DOCTYPE html>", "").replaceAll("<meta([^>]*)>", "<meta$1></meta>");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  private static String upToLatencies(String json) {
    return json.substring(0, json.indexOf("\"latencies\""));
  }
}
