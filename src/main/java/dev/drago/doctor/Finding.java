package dev.drago.doctor;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One thing that was looked at.
 *
 * @param topic a word, such as {@code library}
 * @param text what was found, in a sentence
 * @param facts the same for programs; in the order in which they are written
 */
public record Finding(Level level, String topic, String text, Map<String, Object> facts) {

  /** How it stands. */
  public enum Level {
    /** As it should be. */
    OK,
    /** It works, and could be better. */
    NOTE,
    /** A server with these options would not start. */
    FAULT
  }

  public Finding {
    facts = new LinkedHashMap<>(facts);
  }

  static Finding ok(String topic, String text, Map<String, Object> facts) {
    return new Finding(Level.OK, topic, text, facts);
  }

  static Finding ok(String topic, String text) {
    return ok(topic, text, Map.of());
  }

  static Finding note(String topic, String text) {
    return new Finding(Level.NOTE, topic, text, Map.of());
  }

  /** What an exception says that a server would end with. */
  public static Finding fault(String topic, RuntimeException e) {
    return new Finding(Level.FAULT, topic, String.valueOf(e.getMessage()), Map.of());
  }
}
