package dev.drago.knowledge;

import dev.drago.catalog.Item;
import dev.drago.document.Document;
import dev.drago.document.ReadableText;
import dev.drago.store.DocumentRepository;
import java.util.Iterator;
import java.util.function.UnaryOperator;

/**
 * Items with the beginnings of the documents about them in their text: what search and the embedder
 * then find them by. An embedder reads some 400 words, the item's own first.
 */
public final class DocumentedItems implements UnaryOperator<Item> {

  /** Characters of all documents together; more is too far from the beginning to be about it. */
  private static final int LONGEST = 4_000;

  private final DocumentRepository documents;

  public DocumentedItems(DocumentRepository documents) {
    this.documents = documents;
  }

  @Override
  public Item apply(Item item) {
    StringBuilder text = new StringBuilder(item.text());
    int longest = Math.min(Item.MAX_TEXT, text.length() + LONGEST);
    String whole =
        documents.about(
            item.id(),
            about -> {
              Iterator<Document> rest = about.iterator();
              while (text.length() < longest && rest.hasNext()) {
                String one = ReadableText.of(rest.next()).text();
                text.append(text.isEmpty() ? "" : "\n").append(one);
              }
              return cut(text, longest);
            });
    return new Item(item.id(), item.title(), whole, item.attributes());
  }

  /** Not within a character of two halves. */
  private static String cut(StringBuilder text, int longest) {
    int end = Math.min(text.length(), longest);
    boolean halved =
        end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1));
    return text.substring(0, halved ? end - 1 : end);
  }
}
