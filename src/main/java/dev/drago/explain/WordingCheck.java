package dev.drago.explain;

import dev.drago.catalog.Item;
import dev.drago.explain.Evidence.OfItem;
import dev.drago.recommend.Language;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether a text says no more of an item than is known.
 *
 * <p>Small models are fluent and invent, so nothing is let through that is merely not known to be
 * false: a text may have the titles of the item and of its evidence, the item's own values, the
 * words of the item's own text, numbers of the items named, and a closed list of words with which
 * nothing can be claimed or whose claim is checked ({@code wording-en.properties}). A word that is
 * none of these is an objection, and so are all names, moods and plots that a model thinks of.
 *
 * <p>What is checked of those words, sentence by sentence:
 *
 * <ul>
 *   <li>a sentence that names an item of the evidence gives only values that both have, and no word
 *       of the item's text;
 *   <li>"same", "both", "shares" come with such a value; "like", "similar" with an item that has
 *       one or is near in meaning;
 *   <li>"you chose" is about items that lifted this one, "you liked" about those of them that they
 *       said they like: all that is named up to the end of the clause, and never "it";
 *   <li>"directed by", "starring", "genre" come with a value of that attribute, and a person stands
 *       behind the word of their own role;
 *   <li>"popular", "people often", "your wish" need that evidence;
 *   <li>a number belongs to the title before it; what is in quotation marks is a title or a value.
 * </ul>
 *
 * <p>What it cannot know is why a person chose something: "you chose X for its director" passes
 * where the director is shared.
 */
final class WordingCheck {

  private static final int SHORTEST = 20;
  private static final int LONGEST = 320;

  private static final Pattern CHARACTERS =
      Pattern.compile("[\\p{L}\\p{M}\\p{N} .,;:!?¿¡'’‘\"“”«»()&/½…–—-]+");

  private final Phrasebook phrases;
  private final CatalogueWords catalogue;

  WordingCheck(Language language, CatalogueWords catalogue) {
    this.phrases = Phrasebook.of(language);
    this.catalogue = catalogue;
  }

  /**
   * What is wrong with a text, in words for the log; empty when nothing is.
   *
   * @param evidence all that may be spoken of
   */
  Optional<String> objection(String text, Item item, List<Evidence> evidence) {
    if (text.length() < SHORTEST || text.length() > LONGEST) {
      return Optional.of("has %d characters".formatted(text.length()));
    }
    if (!CHARACTERS.matcher(withoutNames(text, item, evidence)).matches()
        || !text.matches(".*[.!…][\"”»)]?")) {
      return Optional.of("is not plain sentences");
    }
    return new CheckedText(phrases, catalogue, text, item, evidence).objection();
  }

  /** The names may be written with anything. */
  private static String withoutNames(String text, Item item, List<Evidence> evidence) {
    String rest = text.replace(item.title(), "x");
    for (Evidence one : evidence) {
      rest = one instanceof OfItem other ? rest.replace(other.item().title(), "x") : rest;
    }
    for (Shared value : CatalogueWords.exactValues(item)) {
      rest = rest.replace(value.value(), "x");
    }
    return rest;
  }
}
