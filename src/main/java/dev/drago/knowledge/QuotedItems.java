package dev.drago.knowledge;

import dev.drago.catalog.Item;
import dev.drago.catalog.ItemText;
import dev.drago.document.Passage;
import dev.drago.document.Sentences;
import dev.drago.knowledge.Answer.Citation;
import dev.drago.knowledge.CitedSentences.Cited;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Items as a language model is told of them, and what it may say about them. An item's text is
 * somebody's writing as a document is: it stands on one line, paragraphs that give orders are left
 * out, and a sentence is said only where the items that it names say it, or, where it names none,
 * where one of them does. How that is told is {@link Support}'s.
 */
public final class QuotedItems {

  /** Characters of an item that are told. */
  private static final int LONGEST = 400;

  private record Quoted(Excerpt excerpt, Pattern title) {
    Quoted(Excerpt excerpt, String title) {
      this(
          excerpt,
          Pattern.compile(
              "(?<![\\p{L}\\p{N}])" + Pattern.quote(Terms.folded(title)) + "(?![\\p{L}\\p{N}])"));
    }
  }

  private final String asked;
  private final List<Quoted> items = new ArrayList<>();

  /**
   * Quotes items.
   *
   * @param asked what a person asked for: its words are nothing said of an item
   */
  public QuotedItems(List<Item> items, String asked) {
    this.asked = asked;
    for (int i = 0; i < items.size(); i++) {
      this.items.add(new Quoted(excerpt(i + 1, items.get(i)), items.get(i).title()));
    }
  }

  private static Excerpt excerpt(int n, Item item) {
    String name = ItemText.name(item);
    String text = ItemText.of(item).substring(name.length() + 1).strip();
    String start = text.length() <= LONGEST ? text : shortened(text);
    return Excerpt.of(
        new Citation(
            n,
            new Passage(
                item.id(),
                name,
                Optional.of(item.id()),
                Optional.empty(),
                0,
                List.of(),
                start,
                0,
                start.length()),
            0));
  }

  /** To the last word that is whole. */
  private static String shortened(String text) {
    int end = text.lastIndexOf(' ', LONGEST);
    boolean halved = end < 0 && Character.isHighSurrogate(text.charAt(LONGEST - 1));
    return text.substring(0, end > 0 ? end : halved ? LONGEST - 1 : LONGEST);
  }

  /** What was asked, on one line. */
  public String asked() {
    return Quotation.line(asked);
  }

  /** A line for each item of which something may be told. */
  public List<String> lines() {
    return items.stream()
        .map(item -> PassagePrompt.line(item.excerpt()))
        .filter(line -> !line.isEmpty())
        .toList();
  }

  /** The whole sentences of a model's text that may be said, in order, with blanks between them. */
  public String said(String text, Locale locale) {
    List<String> said = new ArrayList<>();
    for (Sentences.Span span : Sentences.of(text, locale)) {
      String sentence = Quotation.line(span.of(text));
      if (isWhole(sentence) && holds(sentence)) {
        said.add(sentence);
      }
    }
    return String.join(" ", said);
  }

  /** One that was cut off says nothing. */
  private static boolean isWhole(String sentence) {
    return !sentence.isEmpty() && ".!?…".indexOf(sentence.charAt(sentence.length() - 1)) >= 0;
  }

  private boolean holds(String sentence) {
    Support support = new Support(asked);
    List<Excerpt> all = items.stream().map(Quoted::excerpt).toList();
    String folded = Terms.folded(sentence);
    SortedSet<Integer> named = new TreeSet<>();
    items.stream()
        .filter(item -> item.title().matcher(folded).find())
        .forEach(item -> named.add(item.excerpt().n()));
    if (!named.isEmpty()) {
      return support.holds(new Cited(sentence, named), all);
    }
    return all.stream()
        .anyMatch(one -> support.holds(new Cited(sentence, new TreeSet<>(List.of(one.n()))), all));
  }
}
