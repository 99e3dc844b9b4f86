package dev.drago.document;

import dev.drago.catalog.Item;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Optional;

/**
 * Something written: about an item or in general.
 *
 * @param id as an item's: 1 to 200 characters without white space
 * @param title what it is called; not blank, at most 1,000 characters
 * @param content at most 1,000,000 characters, not blank; it is data, whatever it says
 * @param itemId the item it is about
 * @param language a BCP 47 tag such as {@code en} or {@code es-MX}; guessed where it is absent
 * @param source where it is from, an address or in words; at most 2,000 characters
 */
public record Document(
    String id,
    String title,
    String content,
    DocumentFormat format,
    Optional<String> itemId,
    Optional<String> language,
    Optional<String> source) {

  public static final int MAX_CONTENT = 1_000_000;
  public static final int MAX_SOURCE = 2_000;

  public Document {
    requireId("/id", id);
    itemId.ifPresent(item -> requireId("/itemId", item));
    requireText("/title", "title", title, Item.MAX_TITLE);
    source.ifPresent(from -> requireText("/source", "source", from, MAX_SOURCE));
    if (content.length() > MAX_CONTENT) {
      throw InvalidDocumentException.tooLarge(
          "the content of document '%s' has %,d characters; at most %,d are kept"
              .formatted(id, content.length(), MAX_CONTENT));
    }
    requireText("/content", "content", content, MAX_CONTENT);
    language = language.map(Document::tag);
  }

  /** The language it says it is in; the root locale where it says none. */
  public Locale locale() {
    return locale(language);
  }

  static Locale locale(Optional<String> language) {
    return language.map(Locale::forLanguageTag).orElse(Locale.ROOT);
  }

  private static String tag(String language) {
    try {
      String tag = new Locale.Builder().setLanguageTag(language).build().toLanguageTag();
      if (!tag.equals("und")) {
        return tag;
      }
    } catch (IllformedLocaleException e) {
      // said below
    }
    throw new InvalidDocumentException(
        "/language",
        "'%s' is not a language tag, such as en or es-MX".formatted(shortened(language)));
  }

  private static void requireId(String pointer, String id) {
    try {
      Item.requireId(id);
    } catch (IllegalArgumentException e) {
      throw new InvalidDocumentException(pointer, String.valueOf(e.getMessage()));
    }
  }

  private static void requireText(String pointer, String field, String value, int most) {
    if (value.isBlank()) {
      throw new InvalidDocumentException(pointer, "the " + field + " is empty");
    }
    if (value.length() > most) {
      throw new InvalidDocumentException(
          pointer,
          "the %s has %,d characters; at most %,d are kept".formatted(field, value.length(), most));
    }
    if (value.indexOf('\0') >= 0 || hasHalfPair(value)) {
      throw new InvalidDocumentException(
          pointer, "the %s holds a NUL character or half a surrogate pair".formatted(field));
    }
  }

  private static boolean hasHalfPair(String value) {
    return value
        .codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  private static String shortened(String value) {
    return value.length() > 40 ? value.substring(0, 40) + "…" : value;
  }
}
