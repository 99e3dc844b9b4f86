package dev.drago.dataset;

import dev.drago.inference.ChatMessage;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A line of a data set, in the conversational forms of TRL. */
sealed interface Example {

  /** A message as chat templates read it. */
  record Message(String role, String content) {

    static Message of(ChatMessage message) {
      return new Message(message.role().name().toLowerCase(Locale.ROOT), message.content());
    }

    static Message answer(String content) {
      return of(ChatMessage.assistant(content));
    }
  }

  /** A conversation to be learnt. */
  record Conversation(List<Message> messages) implements Example {

    static Conversation of(List<ChatMessage> prompt, String answer) {
      return new Conversation(
          Stream.concat(prompt.stream().map(Message::of), Stream.of(Message.answer(answer)))
              .toList());
    }
  }

  /** Two answers of which the first is the better one. */
  record Preference(List<Message> prompt, List<Message> chosen, List<Message> rejected)
      implements Example {

    static Preference of(List<ChatMessage> prompt, String chosen, String rejected) {
      return new Preference(
          prompt.stream().map(Message::of).toList(),
          List.of(Message.answer(chosen)),
          List.of(Message.answer(rejected)));
    }
  }

  /** An item with the text that its token is initialised from. */
  record CatalogueItem(String id, String token, String text) implements Example {}
}
