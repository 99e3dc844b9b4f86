package dev.drago.inference;

/**
 * One message of a conversation with a language model.
 *
 * @param content plain text: the names of control tokens in it stay text
 */
public record ChatMessage(Role role, String content) {

  /** Who speaks. */
  public enum Role {
    SYSTEM,
    USER,
    ASSISTANT,
    /** What a tool that the assistant called has answered. */
    TOOL
  }

  public static ChatMessage system(String content) {
    return new ChatMessage(Role.SYSTEM, content);
  }

  public static ChatMessage user(String content) {
    return new ChatMessage(Role.USER, content);
  }

  public static ChatMessage assistant(String content) {
    return new ChatMessage(Role.ASSISTANT, content);
  }
}
