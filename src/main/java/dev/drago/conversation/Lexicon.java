package dev.drago.conversation;

import dev.drago.index.Words;
import dev.drago.recommend.Language;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What words mean whatever the catalogue: the files in {@code conversation/}. Made once a process,
 * then only read.
 */
final class Lexicon {

  /** What a word does to the numbers near it ({@code ranges.txt}). */
  enum RangeWord {
    BEFORE,
    AFTER,
    SINCE,
    UNTIL,
    BETWEEN,
    TO,
    FROM,
    EARLY,
    MID,
    LATE,
    ONWARD,
    BACKWARD,
    CENTURY
  }

  /**
   * What people call a value ({@code values.txt}).
   *
   * @param values of each that is meant, the ways a catalogue may write it
   */
  record Synonym(List<List<String>> values, List<String> english, List<String> spanish) {}

  final Words words = new Words();
  final Moods moods = Moods.standard();
  final Numerals numerals = new Numerals(words);
  final List<AttributeRole> roles = AttributeRole.standard(words);
  final PhraseTable<Meaning> phrases = new PhraseTable<>(words);
  final PhraseTable<RangeWord> ranges = new PhraseTable<>(words);
  final PhraseTable<String> roleCues = new PhraseTable<>(words);
  final List<Synonym> synonyms = new ArrayList<>();

  /** The stems of shorter words are those of others too. */
  private static final int SHORTEST_INFLECTED = 5;

  private final Set<String> filler = new HashSet<>();
  private final Set<String> english = new HashSet<>();
  private final Set<String> spanish = new HashSet<>();
  private final Set<String> englishStems = new HashSet<>();
  private final Set<String> spanishStems = new HashSet<>();

  Lexicon() {
    for (String[] row : LexiconFile.rows("cues.txt", 3)) {
      add(row, new Meaning.OfCue(Cue.valueOf(row[0])));
    }
    for (String[] row : LexiconFile.rows("acts.txt", 3)) {
      add(row, new Meaning.OfAct(Act.valueOf(row[0])));
    }
    for (Mood mood : moods.all()) {
      Meaning meaning = new Meaning.OfMood(mood.name());
      phrases.addAll(Language.EN, mood.english(), meaning);
      phrases.addAll(Language.ES, mood.spanish(), meaning);
    }
    for (AttributeRole role : roles) {
      for (Language language : Language.values()) {
        roleCues.addAll(language, role.cues(), role.name());
      }
    }
    for (String[] row : LexiconFile.rows("ranges.txt", 3)) {
      RangeWord word = RangeWord.valueOf(row[0]);
      ranges.addAll(Language.EN, LexiconFile.list(row[1]), word);
      ranges.addAll(Language.ES, LexiconFile.list(row[2]), word);
    }
    for (String[] row : LexiconFile.rows("values.txt", 3)) {
      synonyms.add(synonym(row));
    }
    for (String[] row : LexiconFile.rows("filler.txt", 2)) {
      fill(Language.of(row[0]).orElseThrow(), LexiconFile.list(row[1]));
    }
    for (String[] row : LexiconFile.rows("everyday.txt", 2)) {
      Set<String> known = row[0].equals(Language.EN.code()) ? english : spanish;
      LexiconFile.list(row[1]).forEach(w -> words.of(w).forEach(p -> known.add(p.folded())));
    }
    english.addAll(phrases.words(Language.EN));
    spanish.addAll(phrases.words(Language.ES));
    for (Synonym synonym : synonyms) {
      synonym.english().forEach(p -> words.of(p).forEach(w -> english.add(w.folded())));
      synonym.spanish().forEach(p -> words.of(p).forEach(w -> spanish.add(w.folded())));
    }
    english.addAll(ranges.words(Language.EN));
    spanish.addAll(ranges.words(Language.ES));
    english.forEach(word -> englishStems.add(words.englishStem(word)));
    spanish.stream()
        .filter(word -> word.length() >= SHORTEST_INFLECTED)
        .forEach(word -> spanishStems.add(words.spanishStem(word)));
  }

  private void add(String[] row, Meaning meaning) {
    phrases.addAll(Language.EN, LexiconFile.list(row[1]), meaning);
    phrases.addAll(Language.ES, LexiconFile.list(row[2]), meaning);
  }

  private static Synonym synonym(String[] row) {
    List<List<String>> values = Arrays.stream(row[0].split("\\+")).map(LexiconFile::list).toList();
    return new Synonym(values, LexiconFile.list(row[1]), LexiconFile.list(row[2]));
  }

  private void fill(Language language, List<String> list) {
    for (String phrase : list) {
      List<Words.Word> parts = words.of(phrase);
      if (parts.size() == 1) {
        filler.add(parts.getFirst().folded());
      } else {
        phrases.add(language, phrase, new Meaning.Filler());
      }
      parts.forEach(part -> (language == Language.EN ? english : spanish).add(part.folded()));
    }
  }

  /** Whether a word alone carries no wish. */
  boolean isFiller(String folded) {
    return filler.contains(folded)
        || (folded.length() == 1 && !Character.isDigit(folded.charAt(0)));
  }

  /** Whether it is a word of that language's lexicon, inflected or not. */
  boolean isWordOf(Language language, String folded) {
    return switch (language) {
      case EN -> english.contains(folded) || englishStems.contains(words.englishStem(folded));
      case ES -> spanish.contains(folded) || spanishStems.contains(words.spanishStem(folded));
    };
  }

  /** Whether either language has the word, inflected or not, or it is a number. */
  boolean knows(String folded) {
    return isWordOf(Language.EN, folded) || isWordOf(Language.ES, folded) || numerals.knows(folded);
  }

  /** All single words, to mend misspelt ones with. */
  Set<String> vocabulary() {
    Set<String> all = new HashSet<>(english);
    all.addAll(spanish);
    for (AttributeRole role : roles) {
      for (List<String> list : List.of(role.lowest(), role.highest(), role.cues())) {
        list.forEach(phrase -> words.of(phrase).forEach(word -> all.add(word.folded())));
      }
    }
    for (Language language : Language.values()) {
      all.addAll(ranges.words(language));
    }
    return all;
  }
}
