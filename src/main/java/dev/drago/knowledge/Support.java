package dev.drago.knowledge;

import dev.drago.index.PassageWords;
import dev.drago.knowledge.CitedSentences.Cited;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether what a language model wrote is in the passages that it cites. A sentence must
 *
 * <ul>
 *   <li>cite at least one passage, and none that was not given;
 *   <li>name nobody, nothing and no number, in digits or words, that does not stand there;
 *   <li>have four of five of its other words there, those of the question not counted, and half of
 *       all its words in the sentences there;
 *   <li>deny something exactly if the sentence there that is most like it does;
 *   <li>not speak of itself, nor give orders.
 * </ul>
 *
 * <p>This is a check of words. It cannot see that who did what to whom was swapped. Words for which
 * only an order in the passage can be shown are not there: see {@link Excerpt}. Of title and
 * headings only names are there, as they say what the sentences are about; else who writes a title
 * could have it said.
 */
final class Support {

  private static final double OF_NEW_WORDS = 0.8;
  private static final double OF_ALL_WORDS = 0.5;

  private static final Set<String> ONESELF =
      Set.of("i", "me", "my", "mine", "myself", "we", "our", "yo", "mi", "mis", "nosotros");

  /** What a sentence may begin with though no passage has it. */
  private static final Set<String> OPENINGS =
      Set.of(
          "yes",
          "however",
          "therefore",
          "additionally",
          "also",
          "although",
          "moreover",
          "finally",
          "according",
          "because",
          "since",
          "si",
          "sin",
          "embargo",
          "ademas",
          "aunque",
          "segun",
          "porque",
          "finalmente",
          "despite",
          "besides",
          "thus",
          "so");

  private final String question;

  Support(String question) {
    this.question = question;
  }

  /**
   * @param given all passages that could be cited
   */
  boolean holds(Cited sentence, List<Excerpt> given) {
    List<Excerpt> cited = given.stream().filter(e -> sentence.citations().contains(e.n())).toList();
    if (cited.isEmpty() || cited.size() != sentence.citations().size()) {
      return false;
    }
    String text = sentence.text();
    Set<String> words = Terms.words(text);
    if (Orders.isOrder(text) || words.stream().anyMatch(ONESELF::contains)) {
      return false;
    }
    return namesAreThere(text, cited) && wordsAreThere(text, cited) && deniesTheSame(text, cited);
  }

  private static boolean namesAreThere(String text, List<Excerpt> cited) {
    Set<String> there = new HashSet<>();
    for (Excerpt excerpt : cited) {
      excerpt.sentences().forEach(sentence -> there.addAll(Terms.words(sentence)));
      excerpt.context().forEach(context -> there.addAll(Terms.words(context)));
    }
    Optional<String> opening = Terms.words(text).stream().findFirst();
    for (String name : Terms.names(text, true)) {
      boolean opens = opening.filter(name::equals).isPresent() && opensSentences(name);
      if (!there.contains(name) && !opens) {
        return false;
      }
    }
    Set<Integer> numbers = new HashSet<>();
    for (Excerpt excerpt : cited) {
      excerpt.sentences().forEach(sentence -> numbers.addAll(Terms.numbers(sentence)));
      excerpt.context().forEach(context -> numbers.addAll(Terms.numbers(context)));
    }
    return numbers.containsAll(Terms.numbers(text));
  }

  private static Set<String> contextNames(Excerpt excerpt) {
    Set<String> names = new HashSet<>();
    excerpt.context().forEach(context -> names.addAll(Terms.names(context, true)));
    return names;
  }

  /** The first word has a capital in any case: it may be a name, or one of these. */
  private static boolean opensSentences(String word) {
    return OPENINGS.contains(word)
        || PassageWords.of(word, "en").isEmpty()
        || PassageWords.of(word, "es").isEmpty();
  }

  private boolean wordsAreThere(String text, List<Excerpt> cited) {
    int all = 0;
    int allThere = 0;
    int fresh = 0;
    int freshThere = 0;
    // Cited passages are in one language as a rule; the first says which.
    String language = cited.getFirst().language();
    Set<String> there = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (Excerpt excerpt : cited) {
      there.addAll(PassageWords.of(String.join(" ", excerpt.sentences()), language));
      names.addAll(PassageWords.of(String.join(" ", contextNames(excerpt)), language));
    }
    Set<String> asked = new HashSet<>(PassageWords.of(question, language));
    for (String stem : new HashSet<>(PassageWords.of(withoutOpening(text), language))) {
      boolean found = there.contains(stem);
      all++;
      allThere += found ? 1 : 0;
      if (!asked.contains(stem)) {
        fresh++;
        freshThere += found || names.contains(stem) ? 1 : 0;
      }
    }
    return all > 0 && allThere >= OF_ALL_WORDS * all && freshThere >= OF_NEW_WORDS * fresh;
  }

  private static String withoutOpening(String text) {
    String first = text.split("[^\\p{L}]", 2)[0];
    return OPENINGS.contains(Terms.folded(first)) ? text.substring(first.length()) : text;
  }

  private static boolean deniesTheSame(String text, List<Excerpt> cited) {
    String nearest = "";
    long most = -1;
    for (Excerpt excerpt : cited) {
      Set<String> words = new HashSet<>(PassageWords.of(text, excerpt.language()));
      for (String sentence : excerpt.sentences()) {
        long common =
            PassageWords.of(sentence, excerpt.language()).stream()
                .distinct()
                .filter(words::contains)
                .count();
        if (common > most) {
          most = common;
          nearest = sentence;
        }
      }
    }
    return Terms.denies(text) == Terms.denies(nearest);
  }
}
