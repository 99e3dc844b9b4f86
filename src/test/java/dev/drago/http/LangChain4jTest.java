package dev.drago.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** LangChain4j's client for OpenAI, as it is. */
class LangChain4jTest {

  @RegisterExtension static final TestServer SERVER = new TestServer(new ScriptedChat());

  private static OpenAiChatModel.OpenAiChatModelBuilder model(String name) {
    return OpenAiChatModel.builder()
        .baseUrl("http://127.0.0.1:" + SERVER.port() + "/v1")
        .apiKey("none")
        .maxRetries(0)
        .modelName(name);
  }

  @Test
  void itChats() {
    OpenAiChatModel model =
        model(ScriptedChat.MODEL).temperature(0.0).topP(0.9).maxTokens(100).seed(3).build();
    assertThat(model.chat("Hello 😀")).isEqualTo("You said: Hello 😀");
    assertThat(model("drago").build().chat("a lonely astronaut in orbit")).contains("Last Orbit");
    assertThatThrownBy(() -> model("gpt-4o").build().chat("Hello"))
        .isInstanceOf(ModelNotFoundException.class)
        .hasMessageContaining("gpt-4o");
  }

  @Test
  void itStreams() throws Exception {
    OpenAiStreamingChatModel model =
        OpenAiStreamingChatModel.builder()
            .baseUrl("http://127.0.0.1:" + SERVER.port() + "/v1")
            .apiKey("none")
            .modelName(ScriptedChat.MODEL)
            .build();
    StringBuilder text = new StringBuilder();
    CompletableFuture<ChatResponse> done = new CompletableFuture<>();
    model.chat(
        "Hello there",
        new StreamingChatResponseHandler() {
          @Override
          public void onPartialResponse(String piece) {
            text.append(piece);
          }

          @Override
          public void onCompleteResponse(ChatResponse response) {
            done.complete(response);
          }

          @Override
          public void onError(Throwable error) {
            done.completeExceptionally(error);
          }
        });
    ChatResponse response = done.get(30, TimeUnit.SECONDS);
    assertThat(text.toString()).isEqualTo("You said: Hello there");
    assertThat(response.aiMessage().text()).isEqualTo("You said: Hello there");
    assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(response.tokenUsage().totalTokenCount()).isPositive();
  }

  @Test
  void itRunsItsTools() {
    ToolSpecification weather =
        ToolSpecification.builder()
            .name("weather")
            .description("the weather in a city")
            .parameters(
                JsonObjectSchema.builder().addStringProperty("city").required("city").build())
            .build();
    OpenAiChatModel model = model(ScriptedChat.MODEL).build();
    UserMessage question = UserMessage.from("How is the weather in Oslo?");
    for (ToolChoice choice : ToolChoice.values()) {
      if (choice.name().equals("NONE")) {
        continue;
      }
      AiMessage call =
          model
              .chat(
                  ChatRequest.builder()
                      .messages(question)
                      .toolSpecifications(weather)
                      .toolChoice(choice)
                      .build())
              .aiMessage();
      assertThat(call.toolExecutionRequests().getFirst().arguments())
          .isEqualTo("{\"city\":\"Oslo\"}");
      ChatRequest next =
          ChatRequest.builder()
              .messages(
                  List.of(
                      question,
                      call,
                      ToolExecutionResultMessage.from(
                          call.toolExecutionRequests().getFirst(), "rain")))
              .toolSpecifications(weather)
              .build();
      assertThat(model.chat(next).aiMessage().text()).isEqualTo("The tool says: rain");
    }
  }

  @Test
  void itAsksForAForm() {
    JsonSchema film =
        JsonSchema.builder()
            .name("film")
            .rootElement(
                JsonObjectSchema.builder()
                    .addStringProperty("title")
                    .addIntegerProperty("year")
                    .required("title", "year")
                    .build())
            .build();
    ChatRequest request =
        ChatRequest.builder()
            .messages(UserMessage.from("a film"))
            .responseFormat(
                ResponseFormat.builder().type(ResponseFormatType.JSON).jsonSchema(film).build())
            .build();
    assertThat(model(ScriptedChat.MODEL).build().chat(request).aiMessage().text())
        .isEqualTo("{\"title\": \"Heat\", \"year\": 1995}");
  }

  @Test
  void itEmbeds() {
    OpenAiEmbeddingModel model =
        OpenAiEmbeddingModel.builder()
            .baseUrl("http://127.0.0.1:" + SERVER.port() + "/v1")
            .apiKey("none")
            .modelName("e5-small-v2")
            .maxRetries(0)
            .build();
    assertThat(
            model
                .embedAll(List.of(TextSegment.from("a ship"), TextSegment.from("the sea")))
                .content())
        .hasSize(2);
    assertThat(model.embed("a ship").content().dimension()).isEqualTo(384);
  }
}
