package dev.drago.catalog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Something that can be recommended.
 *
 * @param id 1 to 200 characters, no white space or control characters, unique in the catalogue
 * @param title what a person calls it; not blank, at most 1,000 characters
 * @param text what it is about, in sentences; may be empty, at most 100,000 characters
 * @param attributes by name, in the order given; names are letters, digits and '_', at most 64
 *     characters, and not one of the reserved {@code id}, {@code title}, {@code text}
 */
public record Item(String id, String title, String text, Map<String, AttributeValue> attributes) {

  public static final int MAX_ID = 200;
  public static final int MAX_TITLE = 1_000;
  public static final int MAX_TEXT = 100_000;
  public static final int MAX_ATTRIBUTES = 200;

  private static final Pattern ATTRIBUTE_NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]{0,63}");

  public Item {
    requireId(id);
    if (title.isBlank()) {
      throw new IllegalArgumentException("item '" + id + "' has no title");
    }
    if (title.length() > MAX_TITLE) {
      throw tooLong(id, "title", title.length(), MAX_TITLE);
    }
    if (text.length() > MAX_TEXT) {
      throw tooLong(id, "text", text.length(), MAX_TEXT);
    }
    if (attributes.size() > MAX_ATTRIBUTES) {
      throw new IllegalArgumentException(
          "item '%s' has %d attributes; at most %d are kept"
              .formatted(id, attributes.size(), MAX_ATTRIBUTES));
    }
    requireText(id, "title", title);
    requireText(id, "text", text);
    attributes.forEach(
        (name, value) -> {
          requireAttributeName(name);
          switch (value) {
            case AttributeValue.Text prose -> requireText(id, name, prose.value());
            case AttributeValue.Keywords words ->
                words.values().forEach(word -> requireText(id, name, word));
            case AttributeValue.Numeric n -> {}
            case AttributeValue.Flag f -> {}
            case AttributeValue.Date d -> {}
          }
        });
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /** Throws {@link IllegalArgumentException} with a sentence when {@code id} cannot be an id. */
  public static String requireId(String id) {
    if (id.isEmpty() || id.length() > MAX_ID || !isIdText(id) || hasLoneSurrogate(id)) {
      throw new IllegalArgumentException(
          "'%s' cannot be an id: 1 to %d characters without white space or control characters"
              .formatted(id.length() > 40 ? id.substring(0, 40) + "…" : id, MAX_ID));
    }
    return id;
  }

  // Plain loops: an import of 25 million interactions comes through here 50 million times.
  private static boolean isIdText(String id) {
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (Character.isWhitespace(c) || Character.isISOControl(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasLoneSurrogate(String s) {
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == s.length()
            || !Character.isLowSurrogate(s.charAt(i + 1))) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  /** A NUL or half a surrogate pair is no text: databases and tokenizers choke on it later. */
  private static void requireText(String id, String field, String value) {
    if (value.indexOf('\0') >= 0 || hasLoneSurrogate(value)) {
      throw new IllegalArgumentException(
          "the %s of item '%s' holds a NUL character or half a surrogate pair"
              .formatted(field, id));
    }
  }

  static boolean isAttributeName(String name) {
    boolean reserved = name.equals("id") || name.equals("title") || name.equals("text");
    return !reserved && ATTRIBUTE_NAME.matcher(name).matches();
  }

  /** Throws {@link IllegalArgumentException} with a sentence when it cannot be a name. */
  static String requireAttributeName(String name) {
    if (!isAttributeName(name)) {
      throw new IllegalArgumentException(
          "'%s' cannot be an attribute name: letters, digits and '_', at most 64, and not id, title or text"
              .formatted(name));
    }
    return name;
  }

  private static IllegalArgumentException tooLong(String id, String field, int length, int most) {
    return new IllegalArgumentException(
        "the %s of item '%s' has %d characters; at most %d are kept"
            .formatted(field, id, length, most));
  }
}
