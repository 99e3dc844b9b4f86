package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drago.inference.ChatMessage.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /v1/chat/completions}. */
class ChatCompletionsTest {

  private static final ScriptedChat CHAT = new ScriptedChat();

  @RegisterExtension static final TestServer SERVER = new TestServer(CHAT);

  private static final String WEATHER =
      """
      "tools":[{"type":"function","function":{"name":"weather","description":"the weather",
        "parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}}]
      """;

  private final Client client = SERVER.client();

  @Test
  void aConversationGoesOn() {
    JsonNode answer =
        complete(
            """
            "messages":[{"role":"system","content":"Be kind."},
              {"role":"user","content":[{"type":"text","text":"Hello"},{"type":"text","text":"😀"}]}],
            "temperature":0,"max_completion_tokens":50,"seed":7,"stop":["\\n\\n"]""");
    assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo("You said: Hello\n😀");
    assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(answer.at("/usage/total_tokens").asInt())
        .isEqualTo(
            answer.at("/usage/prompt_tokens").asInt()
                + answer.at("/usage/completion_tokens").asInt());
    assertThat(
            complete("\"messages\":[{\"role\":\"user\",\"content\":\"for ever\"}],\"max_tokens\":3")
                .at("/choices/0/finish_reason")
                .asText())
        .isEqualTo("length");
  }

  @Test
  void aStreamHasTheSameText() {
    List<JsonNode> chunks =
        chunks(
            """
            "messages":[{"role":"user","content":"a < b, and <tools> too 😀"}],"stream":true,
            "stream_options":{"include_usage":true}""");
    assertThat(text(chunks)).isEqualTo("You said: a < b, and <tools> too 😀");
    assertThat(chunks.getFirst().at("/choices/0/delta/role").asText()).isEqualTo("assistant");
    assertThat(chunks.getLast().path("choices")).isEmpty();
    assertThat(chunks.getLast().at("/usage/completion_tokens").asInt()).isPositive();
    assertThat(chunks.get(chunks.size() - 2).at("/choices/0/finish_reason").asText())
        .isEqualTo("stop");
  }

  @Test
  void aCallOfAToolIsHandedBack() {
    String asked =
        "\"messages\":[{\"role\":\"user\",\"content\":\"the weather in Oslo?\"}]," + WEATHER;
    JsonNode answer = complete(asked);
    assertThat(CHAT.asked.getFirst().role()).isEqualTo(Role.SYSTEM);
    assertThat(CHAT.asked.getFirst().content()).contains("\"name\":\"weather\"");
    assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
    assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo("Let me see.");
    JsonNode call = answer.at("/choices/0/message/tool_calls/0");
    assertThat(call.at("/function/name").asText()).isEqualTo("weather");
    assertThat(call.at("/function/arguments").asText()).isEqualTo("{\"city\":\"Oslo\"}");
    List<JsonNode> chunks = chunks(asked + ",\"stream\":true");
    assertThat(text(chunks).strip()).isEqualTo("Let me see.");
    assertThat(chunks.get(chunks.size() - 2).at("/choices/0/delta/tool_calls/0/index").asInt(-1))
        .isZero();
    assertThat(chunks.getLast().at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
    String conversation =
        """
        "messages":[{"role":"user","content":"the weather in Oslo?"},
          {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function",
            "function":{"name":"weather","arguments":"{\\"city\\":\\"Oslo\\"}"}}]},
          {"role":"tool","tool_call_id":"c1","content":"rain"}],""";
    assertThat(complete(conversation + WEATHER).at("/choices/0/message/content").asText())
        .isEqualTo("The tool says: rain");
    assertThat(CHAT.asked.get(2).content())
        .isEqualTo(
            "<tool_call>\n{\"name\":\"weather\",\"arguments\":{\"city\":\"Oslo\"}}\n</tool_call>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "'required' ! tool_calls",
        "{'type':'function','function':{'name':'weather'}} ! tool_calls",
        "'none' ! stop",
        "'auto' ! stop",
      })
  void theChoiceOfToolsIsFollowed(String choice, String finish) {
    JsonNode answer =
        complete(
            "\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}],\"tool_choice\":"
                + choice.replace('\'', '"')
                + ","
                + WEATHER);
    assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo(finish);
  }

  @Test
  void theFormOfTheAnswerIsHeldByAGrammar() {
    String question = "\"messages\":[{\"role\":\"user\",\"content\":\"a film\"}],";
    JsonNode answer =
        complete(
            question
                + """
                "response_format":{"type":"json_schema","json_schema":{"name":"film","strict":true,
                  "schema":{"type":"object","properties":{"title":{"type":"string"},
                    "year":{"type":"integer"}},"required":["title","year"],
                    "additionalProperties":false}}}""");
    assertThat(answer.at("/choices/0/message/content").asText())
        .isEqualTo("{\"title\": \"Heat\", \"year\": 1995}");
    complete(question + "\"response_format\":{\"type\":\"json_object\"}");
    assertThat(
            refused(
                    question
                        + """
                        "response_format":{"type":"json_schema","json_schema":{"name":"film",
                          "schema":{"type":"string","pattern":"a+"}}}""",
                    400)
                .path("message")
                .asText())
        .contains("pattern");
  }

  @Test
  void whatIsTooLongSaysSo() {
    JsonNode error =
        refused(
            "\"messages\":[{\"role\":\"user\",\"content\":\"" + "word ".repeat(1_100) + "\"}]",
            400);
    assertThat(error.path("code").asText()).isEqualTo("context_length_exceeded");
    assertThat(
            refused(
                    "\"messages\":[{\"role\":\"user\",\"content\":\""
                        + "x".repeat(102_400)
                        + "\"}]",
                    400)
                .path("code")
                .asText())
        .isEqualTo("context_length_exceeded");
    refused(
        "\"messages\":["
            + "{\"role\":\"user\",\"content\":\"a\"},".repeat(1_000)
            + "{\"role\":\"user\",\"content\":\"a\"}]",
        400);
  }

  @Test
  void toolsTooLongToBeReadSaySoToo() {
    for (int length : new int[] {100_000, 5 << 20}) {
      JsonNode error =
          refused(
              "\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],"
                  + WEATHER.replace("the weather", "x".repeat(length)),
              400);
      assertThat(error.path("code").asText()).isEqualTo("context_length_exceeded");
    }
  }

  @Test
  void whoDoesNotReadAlongHasAModelForAMinuteOnly() {
    String asked = "\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]";
    complete(asked);
    assertThat(CHAT.patience).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(60));
    chunks(asked + ",\"stream\":true");
    assertThat(CHAT.patience).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
    for (String stream : List.of("", ",\"stream\":true")) {
      assertThat(refused(asked.replace("hello", "dawdle") + stream, 503).path("code").asText())
          .isEqualTo("timeout");
    }
  }

  @Test
  void anOverloadedModelAsksForPatience() {
    for (String stream : List.of("false", "true")) {
      Answer answer =
          post(
              "\"messages\":[{\"role\":\"user\",\"content\":\"overloaded\"}],\"stream\":" + stream);
      answer.is(503);
      assertThat(answer.headers().firstValue("Retry-After")).contains("1");
      assertThat(answer.json().at("/error/code").asText()).isEqualTo("overloaded");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "'messages':[] ! messages",
        "'model':'x' ! messages",
        "'messages':[{'role':'wizard','content':'a'}] ! messages.0.role",
        "'messages':[{'content':'a'}] ! messages.0.role",
        "'messages':[{'role':'user'}] ! messages.0.content",
        "'messages':[{'role':'user','content':[{'type':'image_url','image_url':{}}]}] ! messages.0.content",
        "'messages':[{'role':'user','content':5}] ! messages.0.content",
        "'messages':[{'role':'assistant','tool_calls':[{}]}] ! messages.0.tool_calls.0",
        "'messages':[{'role':'assistant','tool_calls':[{'function':{}}]}] ! messages.0.tool_calls.0",
        "'messages':[{'role':'user','content':'a'}],'n':2 ! n",
        "'messages':[{'role':'user','content':'a'}],'temperature':3 ! temperature",
        "'messages':[{'role':'user','content':'a'}],'top_p':-1 ! top_p",
        "'messages':[{'role':'user','content':'a'}],'max_tokens':0 ! max_tokens",
        "'messages':[{'role':'user','content':'a'}],'stop':[''] ! stop",
        "'messages':[{'role':'user','content':'a'}],'stop':5 ! stop",
        "'messages':[{'role':'user','content':'a'}],'logprobs':true ! logprobs",
        "'messages':[{'role':'user','content':'a'}],'presence_penalty':1 ! presence_penalty",
        "'messages':[{'role':'user','content':'a'}],'tools':[{}] ! tools.0",
        "'messages':[{'role':'user','content':'a'}],'tool_choice':'required' ! tool_choice",
        "'messages':[{'role':'user','content':'a'}],'response_format':{'type':'xml'} ! response_format",
        "'messages':[{'role':'user','content':'a'}],'best_of':3 ! best_of",
        "'messages':'hello' ! messages",
      })
  void aBadRequestIsAnErrorThatSaysWhere(String body, String parameter) {
    String json = body.replace('\'', '"');
    JsonNode error =
        json.startsWith("\"model\"")
            ? client.post("/v1/chat/completions", "{" + json + "}").is(400).json().path("error")
            : refused(json, 400);
    assertThat(error.path("param").asText()).isEqualTo(parameter);
    assertThat(error.path("message").asText()).doesNotContain("Exception");
  }

  @Test
  void emptyTextsAndHalfCharactersAreRead() {
    complete("\"messages\":[{\"role\":\"user\",\"content\":\"\"}]");
    complete(
        "\"messages\":[{\"role\":\"user\",\"content\":\"\\ud83d 😀 \\u0000\"}]"
            .replace("\\ud83d", "x"));
    client
        .post(
            "/v1/chat/completions",
            "{\"model\":\"drago\",\"messages\":[{\"role\":\"user\",\"content\":\"\\ud83d space\"}]}")
        .is(200);
    client
        .post(
            "/v1/chat/completions",
            "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}")
        .is(404);
    client.post("/v1/chat/completions", "{").is(400);
    client.post("/v1/chat/completions", "").is(400);
  }

  @Test
  void aModelThatBreaksDownIsAnErrorInTheStreamAndOutOfIt() {
    String asked = "\"messages\":[{\"role\":\"user\",\"content\":\"break down\"}]";
    assertThat(refused(asked, 503).path("code").asText()).isEqualTo("model_failed");
    assertThat(refused(asked + ",\"stream\":true", 503).path("type").asText())
        .isEqualTo("server_error");
  }

  @Test
  void aClientThatGoesAwayEndsTheWriting() throws IOException {
    int before = CHAT.cancelled.get();
    String body =
        "{\"model\":\"scripted-chat\",\"stream\":true,\"max_tokens\":1000000,\"messages\":[{\"role\":\"user\",\"content\":\"for ever\"}]}";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), SERVER.port())) {
      socket
          .getOutputStream()
          .write(
              ("POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                      + "Content-Length: "
                      + body.length()
                      + "\r\n\r\n"
                      + body)
                  .getBytes(StandardCharsets.UTF_8));
      assertThat(new String(socket.getInputStream().readNBytes(400), StandardCharsets.UTF_8))
          .contains("200");
    }
    await().atMost(Duration.ofSeconds(20)).until(() -> CHAT.cancelled.get() > before);
  }

  @Test
  void theCatalogueAnswersWithItsItemsAlone() {
    String asked = "{\"model\":\"drago\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}";
    JsonNode answer =
        client
            .post("/v1/chat/completions", asked.formatted("a lonely astronaut in orbit", ""))
            .is(200)
            .json();
    String text = answer.at("/choices/0/message/content").asText();
    assertThat(text).startsWith("From the catalogue:\n\n1. ").contains("Last Orbit (");
    assertThat(text).contains("The crew of Last Orbit has one capsule.");
    assertThat(text).doesNotContain("Jaws", "Spielberg", "musical");
    String stream =
        client
            .post(
                "/v1/chat/completions",
                asked.formatted("a lonely astronaut in orbit", ",\"stream\":true"))
            .is(200)
            .body();
    assertThat(text(parsed(stream))).isEqualTo(text);
    JsonNode degraded =
        client
            .post("/v1/chat/completions", asked.formatted("overloaded pirates", ""))
            .is(200)
            .json();
    assertThat(degraded.path("degraded").path(0).asText()).isEqualTo("chat");
    assertThat(degraded.at("/choices/0/message/content").asText()).contains("1. ");
    client.post("/v1/chat/completions", asked.formatted(" ", "")).is(400);
    client.post("/v1/chat/completions", asked.formatted("space", "," + WEATHER)).is(400);
    client.post("/v1/chat/completions", asked.formatted("x ".repeat(51_200), "")).is(200);
  }

  private Answer post(String fields) {
    return client.post("/v1/chat/completions", "{\"model\":\"scripted-chat\"," + fields + "}");
  }

  private JsonNode complete(String fields) {
    return post(fields).is(200).json();
  }

  private JsonNode refused(String fields, int status) {
    return post(fields).is(status).json().path("error");
  }

  private List<JsonNode> chunks(String fields) {
    return parsed(post(fields).is(200).body());
  }

  private static List<JsonNode> parsed(String stream) {
    List<String> data =
        stream
            .lines()
            .filter(line -> line.startsWith("data:"))
            .map(line -> line.substring(5).strip())
            .toList();
    assertThat(data.getLast()).isEqualTo("[DONE]");
    return data.subList(0, data.size() - 1).stream().map(Answer::parse).toList();
  }

  private static String text(List<JsonNode> chunks) {
    StringBuilder text = new StringBuilder();
    chunks.forEach(chunk -> text.append(chunk.at("/choices/0/delta/content").asText()));
    return text.toString();
  }
}
