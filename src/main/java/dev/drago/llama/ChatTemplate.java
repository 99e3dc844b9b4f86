package dev.drago.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a model wants a conversation written down, as its file says. llama.cpp does not interpret a
 * template but knows the usual ones (ChatML, Llama, Mistral, …) by their looks; a file without one
 * gets ChatML where its vocabulary has the tokens for it.
 *
 * <p>What stands around the messages and the messages themselves are told apart, so that a message
 * can be made of plain text alone: whatever control tokens it names.
 */
public final class ChatTemplate {

  /** One message. */
  public record Message(String role, String content) {}

  /** A stretch of a written conversation: the template's own words, or a message's. */
  public record Part(String text, boolean message) {}

  private static final String CHATML = "chatml";
  private static final String CHATML_START = "<|im_start|>";

  /** Where a message goes, in a form that no template changes; {@code %d} is its number. */
  private static final String MARK = "\u0002message-%d\u0003";

  private static final long ROLE = Layouts.offset(Layouts.CHAT_MESSAGE, "role");
  private static final long CONTENT = Layouts.offset(Layouts.CHAT_MESSAGE, "content");

  private final Functions functions;
  private final String template;

  private ChatTemplate(Functions functions, String template) {
    this.functions = functions;
    this.template = template;
  }

  /**
   * The template of a model.
   *
   * @throws InvalidModelException when it has none, or one that llama.cpp does not know
   */
  public static ChatTemplate of(LlamaModel model) {
    Gguf header = model.header();
    Optional<String> named = header.string("tokenizer.chat_template");
    boolean chatml =
        header
            .strings("tokenizer.ggml.tokens")
            .map(tokens -> tokens.contains(CHATML_START))
            .orElse(false);
    if (named.isEmpty() && !chatml) {
      throw new InvalidModelException(
          header.path(), "it has no chat template, so nobody can talk with it");
    }
    ChatTemplate template = new ChatTemplate(model.library().functions(), named.orElse(CHATML));
    try {
      template.apply(
          List.of(new Message("user", "question"), new Message("assistant", "answer")), true);
    } catch (LlamaException e) {
      throw new InvalidModelException(
          header.path(), "its chat template is none of those llama.cpp knows");
    }
    return template;
  }

  /**
   * The conversation as it is to be read, in order.
   *
   * @param answer whether it ends where the assistant begins to speak
   */
  public List<Part> apply(List<Message> messages, boolean answer) {
    List<Message> marked = new ArrayList<>(messages.size());
    for (int i = 0; i < messages.size(); i++) {
      marked.add(new Message(messages.get(i).role(), MARK.formatted(i)));
    }
    String written = render(marked, answer);
    List<Part> parts = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < messages.size(); i++) {
      String mark = MARK.formatted(i);
      int at = written.indexOf(mark, from);
      if (at < 0) {
        throw new LlamaException(
            "the chat template leaves out message %d, of '%s'"
                .formatted(i + 1, messages.get(i).role()));
      }
      parts.add(new Part(written.substring(from, at), false));
      parts.add(new Part(messages.get(i).content(), true));
      from = at + mark.length();
    }
    parts.add(new Part(written.substring(from), false));
    parts.removeIf(part -> part.text().isEmpty());
    return parts;
  }

  private String render(List<Message> messages, boolean answer) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment array = arena.allocate(Layouts.CHAT_MESSAGE, messages.size());
      long size = Layouts.CHAT_MESSAGE.byteSize();
      for (int i = 0; i < messages.size(); i++) {
        Message message = messages.get(i);
        array.set(ADDRESS, i * size + ROLE, arena.allocateFrom(message.role()));
        array.set(ADDRESS, i * size + CONTENT, arena.allocateFrom(message.content()));
      }
      MemorySegment text = arena.allocateFrom(template);
      int length = 4_096;
      while (true) {
        MemorySegment buffer = arena.allocate(length);
        int needed =
            (int)
                functions.chatApplyTemplate.invokeExact(
                    text, array, (long) messages.size(), answer, buffer, length);
        if (needed < 0) {
          throw new LlamaException("llama.cpp does not know this chat template");
        }
        if (needed <= length) {
          return new String(buffer.asSlice(0, needed).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
        }
        length = needed;
      }
    } catch (Throwable e) {
      throw Functions.failure(e);
    }
  }
}
