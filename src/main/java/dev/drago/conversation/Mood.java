package dev.drago.conversation;

import java.util.List;

/**
 * How a thing can feel, and the words people have for it.
 *
 * @param name what {@link Statement.OfMood} calls it: one English word
 * @param english words and phrases that say it; the name need not be one of them
 * @param spanish the same in Spanish, adjectives in the masculine singular
 * @param description a few English words on what such a thing is like, to be looked for by meaning
 * @param values attribute values that go with it; a catalogue need not have them
 */
public record Mood(
    String name,
    List<String> english,
    List<String> spanish,
    String description,
    List<Value> values) {

  /** A value of a keyword attribute, as the catalogue writes it: {@code genres:Comedy}. */
  public record Value(String attribute, String value) {}

  public Mood {
    english = List.copyOf(english);
    spanish = List.copyOf(spanish);
    values = List.copyOf(values);
    if (name.isBlank() || description.isBlank() || english.isEmpty() || spanish.isEmpty()) {
      throw new IllegalArgumentException(
          "the mood '%s' needs a name, words in both languages and a description".formatted(name));
    }
  }
}
