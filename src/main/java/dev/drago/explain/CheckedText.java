package dev.drago.explain;

import dev.drago.catalog.AttributeValue;
import dev.drago.catalog.Item;
import dev.drago.explain.Evidence.OfItem;
import dev.drago.explain.Evidence.OfPopularity;
import dev.drago.explain.Evidence.OfWish;
import dev.drago.explain.Evidence.Source;
import dev.drago.explain.Mentions.Mention;
import dev.drago.explain.Words.Word;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A text about one item, as {@link WordingCheck} reads it: what it names, sentence by sentence. */
final class CheckedText {

  private static final int MOST_SENTENCES = 3;
  private static final double NEAR = 0.15;
  private static final Pattern QUOTED = Pattern.compile("[\"“«]([^\"“”«»]*)[\"”»]");

  private final Phrasebook phrases;
  private final String text;
  private final Item item;
  private final List<Evidence> evidence;
  private final List<OfItem> others;
  private final List<Shared> values;
  private final Set<String> ownWords;
  private final Set<String> ownSpelling = new HashSet<>();
  private final Mentions mentions;
  private final List<Word> words;
  private boolean grounded;

  CheckedText(
      Phrasebook phrases,
      CatalogueWords catalogue,
      String text,
      Item item,
      List<Evidence> evidence) {
    this.phrases = phrases;
    this.text = text;
    this.item = item;
    this.evidence = evidence;
    this.others =
        evidence.stream().filter(OfItem.class::isInstance).map(OfItem.class::cast).toList();
    this.values = CatalogueWords.exactValues(item);
    this.ownWords = new HashSet<>(Words.folded(item.text()));
    // "Not" in a text is not about what the wording says of the item: it would turn that around.
    ownWords.removeIf(word -> phrases.words("negation").contains(word) || word.endsWith("n't"));
    Words.of(item.text()).forEach(word -> ownSpelling.add(word.text()));
    List<Item> named = Stream.concat(Stream.of(item), others.stream().map(OfItem::item)).toList();
    this.mentions = Mentions.in(text, catalogue, named, phrases.known());
    this.words = mentions.words();
  }

  Optional<String> objection() {
    for (Mention mention : mentions.found()) {
      boolean allowed =
          mention.title()
              ? isItem(mention) || other(mention).isPresent() || !values(mention).isEmpty()
              : !values(mention).isEmpty() || isItem(mention) || other(mention).isPresent();
      if (!allowed) {
        return Optional.of("names '%s'".formatted(mention.text()));
      }
    }
    Optional<String> quoted = quoted();
    if (quoted.isPresent()) {
      return quoted;
    }
    List<Integer> starts = mentions.sentences(text);
    if (starts.size() - 1 > MOST_SENTENCES) {
      return Optional.of("has %d sentences".formatted(starts.size() - 1));
    }
    for (int s = 0; s + 1 < starts.size(); s++) {
      Optional<String> wrong = new Sentence(starts.get(s), starts.get(s + 1)).objection();
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    if (words.stream().filter(word -> phrases.known().contains(word.folded())).count() < 2) {
      return Optional.of("is hardly of this language");
    }
    return grounded ? Optional.empty() : Optional.of("gives no reason");
  }

  private boolean isItem(Mention mention) {
    return mention.folded(words).equals(Words.folded(item.title()));
  }

  private Optional<OfItem> other(Mention mention) {
    List<String> named = mention.folded(words);
    return others.stream()
        .filter(other -> Words.folded(other.item().title()).equals(named))
        .findFirst();
  }

  /** The item's own values that are named. */
  private List<Shared> values(Mention mention) {
    List<String> named = mention.folded(words);
    return values.stream().filter(v -> Words.folded(v.value()).equals(named)).toList();
  }

  private Optional<String> quoted() {
    Matcher quotes = QUOTED.matcher(text);
    while (quotes.find()) {
      List<String> inside = Words.folded(quotes.group(1));
      if (mentions.found().stream().noneMatch(m -> m.folded(words).equals(inside))) {
        return Optional.of("quotes '%s'".formatted(quotes.group(1)));
      }
    }
    return Optional.empty();
  }

  /** The words from one place to another. */
  private final class Sentence {
    private final int from;
    private final int to;
    private final List<Mention> titles = new ArrayList<>();
    private final List<Mention> named = new ArrayList<>();
    private final List<OfItem> involved = new ArrayList<>();

    Sentence(int from, int to) {
      this.from = from;
      this.to = to;
      for (Mention mention : mentions.found()) {
        if (mention.from() >= from && mention.from() < to) {
          boolean title = isItem(mention) || other(mention).isPresent();
          (title ? titles : named).add(mention);
          other(mention).filter(o -> !isItem(mention)).ifPresent(involved::add);
        }
      }
      grounded |= !involved.isEmpty() || !named.isEmpty();
    }

    Optional<String> objection() {
      return Stream.<Supplier<Optional<String>>>of(
              this::unknownWords,
              this::valuesOfAll,
              this::roles,
              this::sharing,
              this::choosing,
              this::reasons)
          .map(Supplier::get)
          .flatMap(Optional::stream)
          .findFirst();
    }

    private Optional<String> unknownWords() {
      for (int w = from; w < to; w++) {
        Word word = words.get(w);
        if (mentions.at(w).isPresent()) {
          continue;
        }
        if (word.hasDigit()) {
          if (!numbers(owner(w)).contains(word.text())) {
            return Optional.of("gives the number %s".formatted(word.text()));
          }
          continue;
        }
        boolean own = involved.isEmpty() && ownWords.contains(word.folded());
        boolean odd = word.isCapitalised() && w > from && !word.folded().equals("i");
        boolean fine = odd ? own && ownSpelling.contains(word.text()) : own || isKnown(word);
        if (!fine) {
          return Optional.of("has the word '%s'".formatted(word.text()));
        }
      }
      return Optional.empty();
    }

    private boolean isKnown(Word word) {
      return phrases.known().contains(word.folded());
    }

    /** The item that a number at a place is about. */
    private Item owner(int place) {
      return nearest(titles, place, true)
          .or(() -> nearest(titles, place, false))
          .flatMap(mention -> isItem(mention) ? Optional.empty() : other(mention))
          .map(OfItem::item)
          .orElse(item);
    }

    private Optional<String> valuesOfAll() {
      for (Mention mention : named) {
        for (OfItem other : involved) {
          List<Shared> theirs = CatalogueWords.exactValues(other.item());
          if (values(mention).stream().noneMatch(theirs::contains)) {
            return Optional.of(
                "gives '%s' beside '%s'".formatted(mention.text(), other.item().title()));
          }
        }
      }
      return Optional.empty();
    }

    private Optional<String> roles() {
      for (AttributeRole role : AttributeRole.values()) {
        boolean spoken = has(phrases.words(role));
        if (spoken && named.stream().noneMatch(m -> roles(m).contains(role))) {
          return Optional.of("speaks of a %s it does not name".formatted(role));
        }
      }
      for (Mention mention : named) {
        Set<AttributeRole> own = roles(mention);
        if (own.stream().noneMatch(AttributeRole::isPerson)) {
          continue;
        }
        Optional<AttributeRole> said = spokenRole(mention);
        boolean byWhom = mention.from() > from && is("maker", mention.from() - 1);
        if ((said.isPresent() && !own.contains(said.get()))
            || (byWhom && own.equals(Set.of(AttributeRole.CAST)))) {
          return Optional.of("gives '%s' another role".formatted(mention.text()));
        }
      }
      return Optional.empty();
    }

    private Set<AttributeRole> roles(Mention mention) {
      Set<AttributeRole> roles = new HashSet<>();
      values(mention).forEach(value -> roles.add(AttributeRole.of(value.attribute())));
      return roles;
    }

    /** The role of people that was spoken of last before a mention, or else first after it. */
    private Optional<AttributeRole> spokenRole(Mention mention) {
      IntPredicate speaks =
          w ->
              mentions.at(w).isEmpty()
                  && personRole(words.get(w).folded()).isPresent()
                  && !isApart(mention, w);
      OptionalInt before = IntStream.range(from, mention.from()).filter(speaks).max();
      OptionalInt place =
          before.isPresent() ? before : IntStream.range(mention.to(), to).filter(speaks).min();
      return place.isPresent()
          ? personRole(words.get(place.getAsInt()).folded())
          : Optional.empty();
    }

    /** "with X; directed by Y" does not speak of X's role. */
    private boolean isApart(Mention mention, int word) {
      String between =
          word < mention.from()
              ? text.substring(words.get(word).end(), words.get(mention.from()).start())
              : text.substring(words.get(mention.to() - 1).end(), words.get(word).start());
      return between.matches(".*[;()].*");
    }

    private Optional<AttributeRole> personRole(String word) {
      return Stream.of(AttributeRole.values())
          .filter(role -> role.isPerson() && phrases.words(role).contains(word))
          .findFirst();
    }

    private Optional<String> sharing() {
      boolean shares = has("sharing") || (has("also") && !has("chose") && !saysLiked());
      if (shares
          && (has("sharing") || !involved.isEmpty())
          && (involved.isEmpty() || named.isEmpty())) {
        return Optional.of("speaks of something shared and does not name it");
      }
      boolean alike = IntStream.range(from, to).anyMatch(w -> is("similar", w) && !saysLiked(w));
      if (alike && involved.stream().anyMatch(CheckedText.this::isUnlike)) {
        return Optional.of("likens what is not alike");
      }
      return alike && involved.isEmpty() ? Optional.of("likens it to nothing") : Optional.empty();
    }

    private Optional<String> choosing() {
      for (int w = from; w < to; w++) {
        boolean likes = saysLiked(w);
        if (!likes && (!is("chose", w) || isOfPeople())) {
          continue;
        }
        List<Mention> what = new ArrayList<>(objects(w));
        if (what.isEmpty()) {
          nearest(titles, w, true).ifPresent(what::add);
        }
        if (what.isEmpty()
            || isOfPronoun(w)
            || !what.stream().allMatch(mention -> isOfTheirs(mention, likes))) {
          return Optional.of("says what they did not: '%s'".formatted(words.get(w).text()));
        }
      }
      return Optional.empty();
    }

    /** The titles after a verb, up to the end of its clause. */
    private List<Mention> objects(int verb) {
      int end = verb + 1;
      while (end < to && !endsClause(end)) {
        end++;
      }
      int last = end;
      return titles.stream().filter(m -> m.from() > verb && m.from() < last).toList();
    }

    /** Whether a clause ends before a word: at a comma in no list, or where another one begins. */
    private boolean endsClause(int w) {
      Optional<Mention> at = mentions.at(w);
      if (at.isPresent() && at.get().from() < w) {
        return false;
      }
      String between = text.substring(words.get(w - 1).end(), words.get(w).start());
      if (between.contains(",") || between.contains(";") || between.contains(":")) {
        return !isInBrackets(w) && !goesOn(w);
      }
      return at.isEmpty()
          && (is("clause", w) || is("chose", w) || saysLiked(w))
          && !isInBrackets(w);
    }

    /** Whether a list goes on after a comma: ", “B” and …", ", as well as “B”". */
    private boolean goesOn(int w) {
      int i = w;
      while (i < to && is("joining", i)) {
        i++;
      }
      Optional<Mention> title = i < to ? mentions.at(i).filter(titles::contains) : Optional.empty();
      if (title.isEmpty() || i > w) {
        return title.isPresent();
      }
      int next = title.get().to();
      while (next < to && isInBrackets(next)) {
        next++;
      }
      return next >= to || isParted(next) || is("joining", next);
    }

    private boolean isInBrackets(int w) {
      String before = text.substring(words.get(from).start(), words.get(w).start());
      return before.lastIndexOf('(') > before.lastIndexOf(')');
    }

    /** "You chose it", "lo elegiste": what is recommended is nothing they chose. */
    private boolean isOfPronoun(int verb) {
      return (verb + 1 < to && is("it", verb + 1) && !isParted(verb + 1))
          || (verb > from && is("it.before", verb - 1) && !isParted(verb));
    }

    private boolean isParted(int w) {
      return text.substring(words.get(w - 1).end(), words.get(w).start()).matches(".*[,;:].*");
    }

    private boolean isOfTheirs(Mention mention, boolean liked) {
      return !isItem(mention)
          && other(mention)
              .filter(OfItem::lifts)
              .filter(o -> !liked || o.source() == Source.LIKE)
              .isPresent();
    }

    /** "Many people chose it" says nothing of this person. */
    private boolean isOfPeople() {
      return (has("popular") || has("behaviour"))
          && IntStream.range(from, to)
              .noneMatch(w -> phrases.words("you").contains(words.get(w).folded()));
    }

    private Optional<String> reasons() {
      boolean isPopular = evidence.stream().anyMatch(OfPopularity.class::isInstance);
      List<OfItem> spokenOf = involved.isEmpty() ? others : involved;
      boolean isHabit =
          spokenOf.stream().anyMatch(OfItem::isByBehaviour)
              || (isPopular && (involved.isEmpty() || has("popular")));
      boolean isWished = evidence.stream().anyMatch(OfWish.class::isInstance);
      if ((has("popular") && !isPopular)
          || (has("behaviour") && !isHabit)
          || (has("wish") && !isWished)) {
        return Optional.of("gives a reason that is none");
      }
      grounded |= has("popular") || has("wish");
      return Optional.empty();
    }

    private boolean saysLiked() {
      return IntStream.range(from, to).anyMatch(this::saysLiked);
    }

    /** "liked", or "you like" as against "like Alien" and "you may like". */
    private boolean saysLiked(int w) {
      return is("liked", w)
          || (is("similar", w)
              && words.get(w).folded().equals("like")
              && w > from
              && words.get(w - 1).folded().equals("you"));
    }

    private boolean is(String list, int w) {
      return is(phrases.words(list), w);
    }

    private boolean is(Set<String> list, int w) {
      return mentions.at(w).isEmpty() && list.contains(words.get(w).folded());
    }

    /** Whether one of the words of a list stands outside of names. */
    private boolean has(String list) {
      return has(phrases.words(list));
    }

    private boolean has(Set<String> list) {
      return IntStream.range(from, to).anyMatch(w -> is(list, w));
    }
  }

  private boolean isUnlike(OfItem other) {
    return other.shared().isEmpty() && other.likeness().orElse(0) < NEAR;
  }

  /** The last mention before a word, or the first after it. */
  private static Optional<Mention> nearest(List<Mention> mentions, int word, boolean before) {
    return before
        ? mentions.stream().filter(m -> m.to() <= word).reduce((a, b) -> b)
        : mentions.stream().filter(m -> m.from() > word).findFirst();
  }

  private static Set<String> numbers(Item item) {
    Set<String> numbers = new HashSet<>();
    item.attributes()
        .values()
        .forEach(
            value -> {
              if (value instanceof AttributeValue.Numeric(double number)
                  && number == Math.rint(number)) {
                numbers.add(String.valueOf((long) number));
              }
            });
    return numbers;
  }
}
