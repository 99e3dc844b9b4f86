package dev.drago.document;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * A few sentences of a document that are found, cited and shown together.
 *
 * @param title of the document
 * @param language of the document, where it says one
 * @param position from 0, in the order of the document
 * @param headings above it, outermost first
 * @param text as it stands in the readable text of the document
 * @param start the first character there
 * @param end one after the last
 */
public record Passage(
    String documentId,
    String title,
    Optional<String> itemId,
    Optional<String> language,
    int position,
    List<String> headings,
    String text,
    int start,
    int end) {

  /** Raised when {@link Passages} splits otherwise or {@link #inContext} changes. */
  public static final int VERSION = 2;

  public Passage {
    headings = List.copyOf(headings);
  }

  /** The language of the document; the root locale where it says none. */
  public Locale locale() {
    return Document.locale(language);
  }

  /** With title and headings before it: a passage rarely says again what it is about. */
  public String inContext() {
    StringJoiner context = new StringJoiner(" – ");
    context.add(title);
    headings.stream().filter(heading -> !heading.equals(title)).forEach(context::add);
    return context + ". " + text;
  }
}
