package dev.drago.conversation;

import dev.drago.catalog.AttributeType;
import dev.drago.catalog.AttributeValue;
import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.CatalogSnapshot;
import dev.drago.catalog.Item;
import dev.drago.index.WordList;
import dev.drago.index.Words;
import dev.drago.recommend.Language;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the words of one catalogue mean: its titles, the values of its attributes and what people
 * call them, its numbers. Made from a snapshot and as immutable; when the {@link #version} of the
 * catalogue is another one, a new one is due.
 *
 * <p>Nothing in it knows films. Which attribute holds years or people is told by its name ({@code
 * conversation/attributes.txt}), and what words are everyday ones, and so no sign of a title, by
 * the texts of the items: a word that stands there in lower case is one.
 */
public final class CatalogueLexicon {

  private static final int SHORTEST_MENDED = 5;
  private static final int TWO_EDITS = 8;

  final Lexicon lexicon;
  final TitleIndex titles;
  final ValueIndex values;
  final List<NumberAttribute> numbers;

  /** Of each value that is meant, the attributes that have it. */
  final PhraseTable<List<List<ValueIndex.Known>>> synonyms;

  /** Words for what is low or high here. */
  final PhraseTable<Meaning> vague;

  private final CatalogSnapshot catalog;
  private final Map<String, List<String>> rolesOf = new HashMap<>();
  private final Set<String> everyday = new HashSet<>();
  private final Map<String, Integer> frequency = new HashMap<>();
  private final WordList vocabulary;

  private CatalogueLexicon(CatalogSnapshot catalog, CatalogSchema schema, Lexicon lexicon) {
    this.catalog = catalog;
    this.lexicon = lexicon;
    titles = new TitleIndex(catalog, lexicon);
    values = new ValueIndex(catalog, schema, lexicon.words);
    numbers = numbers(catalog, schema);
    synonyms = synonyms(schema);
    vague = vague();
    for (String attribute : schema.types().keySet()) {
      rolesOf.put(
          attribute,
          lexicon.roles.stream()
              .filter(role -> role.isCalled(attribute, lexicon.words))
              .map(AttributeRole::name)
              .toList());
    }
    readTexts();
    titles.words(word -> frequency.merge(word, 1, Integer::sum));
    values.words((word, items) -> frequency.merge(word, items, Integer::sum));
    Set<String> all = new HashSet<>(frequency.keySet());
    all.addAll(lexicon.vocabulary());
    vocabulary = new WordList(all);
  }

  /** Reads the catalogue; the work grows with it: cache the result by its version. */
  public static CatalogueLexicon of(CatalogSnapshot catalog, CatalogSchema schema) {
    return new CatalogueLexicon(catalog, schema, new Lexicon());
  }

  /** The same for a later snapshot; what does not depend on the catalogue is kept. */
  public CatalogueLexicon next(CatalogSnapshot catalog, CatalogSchema schema) {
    return new CatalogueLexicon(catalog, schema, lexicon);
  }

  /** The version of the snapshot it was made from. */
  public long version() {
    return catalog.version();
  }

  /** The moods it has words for. */
  public Moods moods() {
    return lexicon.moods;
  }

  Item item(int ordinal) {
    return catalog.item(ordinal);
  }

  /** An item as people tell it from its remakes: "The Fly (1986)". */
  String titleWithYear(String id) {
    int ordinal = catalog.ordinal(id).orElseThrow();
    String title = catalog.item(ordinal).title();
    OptionalInt year = yearOf(ordinal);
    return year.isPresent() ? "%s (%d)".formatted(title, year.getAsInt()) : title;
  }

  /** Whether an attribute plays the role, by its name. */
  boolean plays(String attribute, String role) {
    return rolesOf.getOrDefault(attribute, List.of()).contains(role);
  }

  Optional<NumberAttribute> year() {
    return numbers.stream().filter(NumberAttribute::isYear).findFirst();
  }

  /** The year of an item, where the catalogue has years. */
  OptionalInt yearOf(int ordinal) {
    return year()
        .map(
            year ->
                switch (catalog.item(ordinal).attributes().get(year.name())) {
                  case AttributeValue.Numeric(double number) -> OptionalInt.of((int) number);
                  case AttributeValue.Date(var date) -> OptionalInt.of(date.getYear());
                  case null, default -> OptionalInt.empty();
                })
        .orElse(OptionalInt.empty());
  }

  /** Whether a word, folded, is one that people use for other things than titles and names. */
  boolean isEveryday(String folded) {
    return everyday.contains(folded) || lexicon.knows(folded) || lexicon.isFiller(folded);
  }

  /** The word that was meant: itself, or where nobody knows it, the nearest one that is known. */
  String mended(String folded) {
    if (folded.length() < SHORTEST_MENDED
        || folded.chars().anyMatch(c -> c < 'a' || c > 'z')
        || everyday.contains(folded)
        || vocabulary.find(folded) >= 0
        || isInflected(folded)) {
      return folded;
    }
    return vocabulary.nearest(folded, folded.length() < TWO_EDITS ? 1 : 2).stream()
        .filter(word -> word.length() >= SHORTEST_MENDED - 1)
        .min(
            Comparator.comparing((String word) -> !lexicon.knows(word))
                .thenComparing(word -> -frequency.getOrDefault(word, 0))
                .thenComparing(Comparator.naturalOrder()))
        .orElse(folded);
  }

  private boolean isInflected(String folded) {
    String stem = lexicon.words.englishStem(folded);
    return !stem.equals(folded) && (vocabulary.find(stem) >= 0 || everyday.contains(stem));
  }

  private List<NumberAttribute> numbers(CatalogSnapshot catalog, CatalogSchema schema) {
    Map<String, NumberAttribute> found = new LinkedHashMap<>();
    for (AttributeRole role : lexicon.roles) {
      role.numberOf(schema, lexicon.words)
          .filter(name -> !found.containsKey(name))
          .flatMap(
              name ->
                  NumberAttribute.of(name, role.name(), scale(schema, name, role.name()), catalog))
          .ifPresent(number -> found.put(number.name(), number));
    }
    schema
        .types()
        .forEach(
            (name, type) -> {
              if (type == AttributeType.NUMBER && !found.containsKey(name)) {
                NumberAttribute.of(name, name, Bounds.Scale.REAL, catalog)
                    .ifPresent(number -> found.put(name, number));
              }
            });
    return List.copyOf(found.values());
  }

  private static Bounds.Scale scale(CatalogSchema schema, String name, String role) {
    if (schema.types().get(name) == AttributeType.DATE) {
      return Bounds.Scale.DATE;
    }
    return role.equals(AttributeRole.YEAR) ? Bounds.Scale.WHOLE : Bounds.Scale.REAL;
  }

  private PhraseTable<List<List<ValueIndex.Known>>> synonyms(CatalogSchema schema) {
    PhraseTable<List<List<ValueIndex.Known>>> table = new PhraseTable<>(lexicon.words);
    for (Lexicon.Synonym synonym : lexicon.synonyms) {
      List<List<ValueIndex.Known>> meant = new ArrayList<>();
      for (List<String> ways : synonym.values()) {
        ways.stream()
            .map(values::written)
            .filter(known -> !known.isEmpty())
            .findFirst()
            .ifPresent(meant::add);
      }
      if (meant.size() == synonym.values().size()) {
        table.addAll(Language.EN, synonym.english(), meant);
        table.addAll(Language.ES, synonym.spanish(), meant);
      }
    }
    schema
        .types()
        .forEach(
            (name, type) -> {
              String phrase = name.replace('_', ' ');
              if (type == AttributeType.BOOLEAN && !lexicon.words.of(phrase).isEmpty()) {
                var flag = List.of(List.of(new ValueIndex.Known(name, "true", 1)));
                table.add(Language.EN, phrase, flag);
                table.add(Language.ES, phrase, flag);
              }
            });
    return table;
  }

  private PhraseTable<Meaning> vague() {
    PhraseTable<Meaning> table = new PhraseTable<>(lexicon.words);
    Set<String> taken = new HashSet<>();
    for (AttributeRole role : lexicon.roles) {
      Optional<NumberAttribute> number =
          numbers.stream().filter(n -> n.role().equals(role.name())).findFirst();
      add(table, role.lowest(), number.map(n -> n.upTo(n.lowest())), taken);
      add(table, role.highest(), number.map(n -> n.from(n.highest())), taken);
    }
    return table;
  }

  /** A phrase of several roles means the first that the catalogue has; of none, nothing. */
  private static void add(
      PhraseTable<Meaning> table, List<String> list, Optional<Bounds> bounds, Set<String> taken) {
    for (String phrase : list) {
      if (bounds.isPresent() && taken.add(phrase)) {
        for (Language language : Language.values()) {
          table.add(language, phrase, new Meaning.OfRange(bounds.get(), true));
        }
      }
    }
  }

  private void readTexts() {
    BitSet live = catalog.live();
    for (int i = live.nextSetBit(0); i >= 0; i = live.nextSetBit(i + 1)) {
      readText(catalog.item(i).text());
    }
  }

  /** Plain letters only: what has accents is rare enough to be left to the lexicon. */
  private void readText(String text) {
    int start = -1;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : ' ';
      if (Character.isLetter(c)) {
        start = start < 0 ? i : start;
      } else if (start >= 0) {
        if (i - start > 1 && Character.isLowerCase(text.charAt(start))) {
          everyday.add(text.substring(start, i));
        }
        start = -1;
      }
    }
  }

  /** How many words it knows, of the catalogue and of the lexicon. */
  int vocabularySize() {
    return vocabulary.size();
  }

  Words words() {
    return lexicon.words;
  }
}
