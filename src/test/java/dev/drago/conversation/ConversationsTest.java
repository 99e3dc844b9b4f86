package dev.drago.conversation;

import static dev.drago.conversation.Scripted.act;
import static dev.drago.conversation.Scripted.dislike;
import static dev.drago.conversation.Scripted.genre;
import static dev.drago.conversation.Scripted.like;
import static dev.drago.conversation.Scripted.noGenre;
import static dev.drago.conversation.Scripted.refine;
import static dev.drago.conversation.Scripted.since;
import static dev.drago.conversation.Scripted.until;
import static dev.drago.conversation.Scripted.years;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drago.catalog.AttributeValue;
import dev.drago.catalog.Item;
import dev.drago.conversation.Understanding.Understood;
import dev.drago.recommend.Language;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversationsTest {

  private static final List<String> GENRES = List.of("Comedy", "Romance", "Horror", "Drama");

  @TempDir Path folder;
  private Talk talk;

  @BeforeEach
  void open() {
    talk = new Talk(folder, films(), Optional.empty(), 5);
  }

  @AfterEach
  void close() {
    talk.close();
  }

  /** Thirty films of 1970 to 1999, each of two genres and by one of three directors. */
  private static List<Item> films() {
    return IntStream.range(0, 30)
        .mapToObj(
            n ->
                new Item(
                    "film-%02d".formatted(n),
                    "Film " + n,
                    "",
                    Map.of(
                        "year", new AttributeValue.Numeric(1970 + n),
                        "genres",
                            new AttributeValue.Keywords(
                                List.of(GENRES.get(n % 4), GENRES.get((n / 4 + n % 4 + 1) % 4))),
                        "directors", new AttributeValue.Keywords(List.of("Director " + n % 3)))))
        .toList();
  }

  @Test
  void valuesOfAnAttributeThatItemsHaveSeveralOfAreAllAskedForAndOthersAreAlternatives() {
    String id = talk.begin();
    talk.say(id, refine(genre("Comedy")));
    Reply both = talk.say(id, refine(genre("Romance")));
    assertThat(Talk.items(both))
        .isNotEmpty()
        .allMatch(item -> genres(item).containsAll(Set.of("Comedy", "Romance")));
    id = talk.begin();
    talk.say(id, refine(new Statement.OfAttribute("directors", "Director 0", true)));
    Reply either = talk.say(id, refine(new Statement.OfAttribute("directors", "director 1", true)));
    assertThat(talk.conversations.take(id, Optional.empty(), new Turn.Button(Act.START_OVER), 500))
        .satisfies(all -> assertThat(Talk.items(all)).hasSize(30));
    assertThat(Talk.ids(either)).contains("film-00", "film-01").doesNotContain("film-02");
  }

  @Test
  void twoEndsSaidApartAreOneRangeAndRangesOfOneTurnAreAlternatives() {
    String id = talk.begin();
    talk.say(id, refine(since(1975)));
    assertThat(shownYears(talk.say(id, refine(until(1977)))))
        .containsExactlyInAnyOrder(1975, 1976, 1977);
    id = talk.begin();
    assertThat(shownYears(talk.say(id, refine(years(1971, 1971), years(1981, 1982)))))
        .containsExactlyInAnyOrder(1971, 1981, 1982);
    assertThat(shownYears(talk.say(id, refine(years(1990, 1991)))))
        .containsExactlyInAnyOrder(1990, 1991);
  }

  @Test
  void moreGoesOnUntilEverythingWasShown() {
    String id = talk.begin();
    Set<String> seen = new HashSet<>(Talk.ids(talk.say(id, refine(genre("Comedy")))));
    int all = (int) films().stream().filter(film -> genres(film).contains("Comedy")).count();
    Reply more = talk.say(id, act(Act.MORE));
    while (!Talk.ids(more).isEmpty()) {
      assertThat(Talk.ids(more)).doesNotContainAnyElementsOf(seen);
      seen.addAll(Talk.ids(more));
      more = talk.say(id, act(Act.MORE));
    }
    assertThat(seen).hasSize(all);
    assertThat(Talk.text(more)).startsWith("There is no more that fits all of it.");
  }

  @Test
  void whatTheOwnerHasTakenAndWhatIsLikedOrNotIsNotShown() {
    talk.take("ana", "film-00", "film-04");
    String id = talk.conversations.begin(Optional.of("ana"), Optional.empty()).session().id();
    talk.say(id, refine(like("film-01"), dislike("film-02")));
    Reply reply = talk.conversations.take(id, Optional.of("ana"), new Turn.Button(Act.MORE), 500);
    List<String> both = new ArrayList<>(Talk.ids(reply));
    both.addAll(reply.session().passed());
    assertThat(both).hasSize(26).doesNotContain("film-00", "film-01", "film-02", "film-04");
  }

  @Test
  void aDeadEndIsSaidAndTheWayOutThatCostsLeastComesFirst() {
    String id = talk.begin();
    talk.say(id, refine(genre("Comedy")));
    talk.say(id, refine(years(1972, 1975)));
    Reply none = talk.say(id, refine(new Statement.OfAttribute("directors", "Director 9", true)));
    assertThat(Talk.items(none)).isEmpty();
    assertThat(none.relaxations())
        .containsExactly(new Relaxation(List.of(3), 2, "Without “+ Director 9” there are 2."));
    assertThat(Talk.text(none))
        .isEqualTo(
            "Understood: + Director 9. Nothing fits all of it. Without “+ Director 9” there are 2.");
    Reply out =
        talk.conversations.take(
            id, Optional.empty(), new Turn.Removal(none.relaxations().getFirst().remove()), 10);
    assertThat(Talk.items(out)).hasSize(2);
    assertThat(Talk.text(out)).startsWith("Taken back: + Director 9. At the top: Film ");
  }

  @Test
  void relaxationsAreThoseThatTryingEverythingFinds() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int deadEnds = 0;
    for (int round = 0; round < 150; round++) {
      String id = talk.begin();
      Reply reply = talk.say(id, refine(some(random)));
      for (int turn = 0; turn < 3 && !Talk.items(reply).isEmpty(); turn++) {
        reply = talk.say(id, refine(some(random), some(random)));
      }
      if (Talk.items(reply).isEmpty()) {
        deadEnds++;
        assertThat(reply.relaxations())
            .as("seed %d: %s", seed, reply.session().said())
            .extracting(Relaxation::remove, Relaxation::items)
            .isEqualTo(expected(reply.session().said()));
      }
    }
    assertThat(deadEnds).as("seed %d", seed).isGreaterThan(20);
  }

  private static Statement some(Random random) {
    int from = 1965 + random.nextInt(35);
    return switch (random.nextInt(4)) {
      case 0 -> years(from, from + random.nextInt(4), random.nextBoolean());
      case 1 -> new Statement.OfAttribute("directors", "Director " + random.nextInt(4), true);
      case 2 -> noGenre(GENRES.get(random.nextInt(4)));
      default -> genre(GENRES.get(random.nextInt(4)));
    };
  }

  /** All subsets of the least size that help, in the order that the document promises. */
  private static List<org.assertj.core.groups.Tuple> expected(List<Said> said) {
    for (int size = 1; size <= said.size(); size = size == 2 ? said.size() : size + 1) {
      Map<List<Said>, Long> ways = new LinkedHashMap<>();
      for (int mask = 1; mask < 1 << said.size(); mask++) {
        BitSet dropped = BitSet.valueOf(new long[] {mask});
        if (dropped.cardinality() == size) {
          List<Said> kept =
              IntStream.range(0, said.size())
                  .filter(n -> !dropped.get(n))
                  .mapToObj(said::get)
                  .toList();
          long items = films().stream().filter(film -> fits(film, kept)).count();
          if (items > 0) {
            ways.put(dropped.stream().mapToObj(said::get).toList(), items);
          }
        }
      }
      if (!ways.isEmpty()) {
        return ways.entrySet().stream()
            .sorted(
                Comparator.<Map.Entry<List<Said>, Long>>comparingInt(
                        way -> way.getKey().stream().mapToInt(Said::turn).max().orElseThrow())
                    .thenComparingLong(
                        way ->
                            way.getKey().stream()
                                .filter(s -> s.statement() instanceof Statement.OfAttribute)
                                .count())
                    .thenComparingLong(way -> -way.getValue())
                    .thenComparingInt(way -> way.getKey().getFirst().id()))
            .limit(5)
            .map(
                way ->
                    org.assertj.core.groups.Tuple.tuple(
                        way.getKey().stream().map(Said::id).toList(), way.getValue().intValue()))
            .toList();
      }
    }
    return List.of();
  }

  private static boolean fits(Item film, List<Said> said) {
    List<Statement> all = said.stream().map(Said::statement).toList();
    List<Statement> directors =
        all.stream()
            .filter(s -> s instanceof Statement.OfAttribute a && a.attribute().equals("directors"))
            .toList();
    List<Statement> wantedYears =
        all.stream().filter(s -> s instanceof Statement.OfRange r && r.wanted()).toList();
    return all.stream()
            .filter(s -> !directors.contains(s) && !wantedYears.contains(s))
            .allMatch(s -> meets(film, s))
        && (directors.isEmpty() || directors.stream().anyMatch(s -> meets(film, s)))
        && (wantedYears.isEmpty() || wantedYears.stream().anyMatch(s -> meets(film, s)));
  }

  private static boolean meets(Item film, Statement statement) {
    return switch (statement) {
      case Statement.OfAttribute s ->
          (film.attributes().get(s.attribute()) instanceof AttributeValue.Keywords(var values)
                  && values.contains(s.value()))
              == s.wanted();
      case Statement.OfRange s ->
          (year(film) >= s.from().orElseThrow() && year(film) <= s.to().orElseThrow())
              == s.wanted();
      default -> true;
    };
  }

  @Test
  void whyWithoutMeasuredReasonsSaysWhichConditionsAreMet() {
    String id = talk.begin();
    talk.say(id, refine(genre("Horror"), since(1990)));
    Reply why = talk.say(id, new Critique(Language.EN, Act.WHY, 2, List.of()));
    assertThat(why.ranking()).isEmpty();
    assertThat(Talk.text(why)).matches("“Film \\d+” fits: \\+ Horror, from 1990\\.");
    assertThat(why.session().shown()).as("the list stays").isNotEmpty();
    assertThat(Talk.text(talk.say(id, new Critique(Language.ES, Act.WHY, 99, List.of()))))
        .isEqualTo("La lista no tiene un número 99.");
  }

  @Test
  void whyNamesWhatWasLeftOutOfItsReason() {
    String id = talk.begin();
    talk.say(id, refine(genre("Horror")));
    talk.reason.set(
        Optional.of(new Reasons.Reason(Optional.of("It is close."), List.of("sequence"))));
    Reply why = talk.say(id, new Critique(Language.EN, Act.WHY, 1, List.of()));
    assertThat(why.reason().orElseThrow()).startsWith("It is close. “Film ");
    assertThat(why.degraded()).containsExactly("sequence");
  }

  @Test
  void twoEndsOfOneRangeAreGivenUpOneByOne() {
    String id = talk.begin();
    talk.say(id, refine(since(1975)));
    talk.say(id, refine(until(1977)));
    Reply none = talk.say(id, refine(new Statement.OfAttribute("directors", "Director 9", true)));
    assertThat(none.relaxations())
        .containsExactly(new Relaxation(List.of(3), 3, "Without “+ Director 9” there are 3."));
    Reply out = talk.say(id, refine(noGenre("Comedy"), noGenre("Romance"), noGenre("Horror")));
    assertThat(Talk.items(out)).isEmpty();
  }

  @Test
  void spanishIsAnsweredInSpanish() {
    String id = talk.begin();
    Reply reply =
        talk.say(
            id,
            new Critique(
                Language.ES,
                Act.REFINE,
                0,
                List.of(genre("Comedy"), new Statement.OfMood("funny", true), until(1975))));
    assertThat(Talk.text(reply))
        .startsWith("Entendido: + Comedy, + divertido, hasta 1975. Lo primero: Film ");
  }

  @Test
  void nothingUnderstoodIsSaid() {
    String id = talk.begin();
    assertThat(Talk.text(talk.say(id, refine()))).startsWith("I understood nothing new");
    assertThat(Talk.text(talk.say(id, act(Act.UNDO)))).startsWith("There is nothing to take back.");
  }

  @Test
  void aSessionIsFoundByWhoOwnsItOrWhoDoesNotSay() {
    String id = talk.conversations.begin(Optional.of("ana"), Optional.empty()).session().id();
    assertThat(talk.conversations.find(id, Optional.empty()).session().owner()).contains("ana");
    talk.conversations.find(id, Optional.of("ana"));
    assertThatThrownBy(() -> talk.conversations.find(id, Optional.of("bob")))
        .isInstanceOf(UnknownSessionException.class);
    assertThatThrownBy(() -> talk.conversations.end(id, Optional.of("bob")))
        .isInstanceOf(UnknownSessionException.class);
    String strangers = talk.begin();
    assertThatThrownBy(() -> talk.conversations.find(strangers, Optional.of("ana")))
        .isInstanceOf(UnknownSessionException.class);
  }

  @Test
  void anIdleSessionIsForgottenAndATurnKeepsItAlive() {
    String id = talk.begin();
    talk.now.updateAndGet(now -> now.plus(Talk.IDLE).minusSeconds(1));
    talk.say(id, refine(genre("Comedy")));
    talk.now.updateAndGet(now -> now.plusSeconds(2));
    talk.conversations.sweep();
    assertThat(talk.conversations.find(id, Optional.empty()).session().said()).hasSize(1);
    talk.now.updateAndGet(now -> now.plus(Talk.IDLE).plusSeconds(1));
    assertThatThrownBy(() -> talk.conversations.find(id, Optional.empty()))
        .as("before the sweep too")
        .isInstanceOf(UnknownSessionException.class);
    talk.conversations.sweep();
    assertThat(talk.store.find(id)).isEmpty();
  }

  @Test
  void thereAreNoMoreSessionsThanAllowedAfterASweep() {
    List<String> ids = new ArrayList<>();
    for (int n = 0; n < 8; n++) {
      talk.now.updateAndGet(now -> now.plusSeconds(1));
      ids.add(talk.begin());
    }
    talk.conversations.sweep();
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(ids.stream().filter(id -> talk.store.find(id).isPresent()))
        .isEqualTo(ids.subList(3, 8));
  }

  @Test
  void aSecondTurnMeanwhileIsRefusedAndAnEndedSessionStaysEnded() throws InterruptedException {
    String id = talk.begin();
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    talk.understanding.set(
        (text, session) -> {
          reading.countDown();
          try {
            go.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return new Understood(refine(genre("Comedy")), List.of());
        });
    List<Throwable> failures = new ArrayList<>();
    Thread first =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    talk.conversations.take(id, Optional.empty(), new Turn.Words("a comedy"), 5);
                  } catch (UnknownSessionException e) {
                    failures.add(e);
                  }
                });
    reading.await();
    assertThatThrownBy(
            () -> talk.conversations.take(id, Optional.empty(), new Turn.Button(Act.MORE), 5))
        .isInstanceOf(TurnUnderWayException.class);
    talk.conversations.end(id, Optional.empty());
    go.countDown();
    first.join();
    assertThat(failures).hasSize(1);
    assertThat(talk.store.find(id)).isEmpty();
  }

  @Test
  void aFailedTurnLeavesTheSessionAsItWas() {
    String id = talk.begin();
    talk.say(id, refine(genre("Comedy")));
    talk.understanding.set(
        (text, session) -> {
          throw new IllegalStateException("broken");
        });
    assertThatThrownBy(() -> talk.conversations.take(id, Optional.empty(), new Turn.Words("x"), 5))
        .hasMessage("broken");
    assertThat(Talk.items(talk.say(id, refine(genre("Romance")))))
        .allMatch(item -> genres(item).containsAll(Set.of("Comedy", "Romance")));
  }

  @Test
  void anItemThatIsDeletedMeanwhileDoesNoHarm() {
    String id = talk.begin();
    talk.say(id, refine(like("film-05"), dislike("film-06")));
    talk.catalog.delete("film-05");
    talk.catalog.delete("film-06");
    Reply reply = talk.say(id, refine(genre("Comedy")));
    assertThat(reply.statements().getFirst().label()).isEqualTo("like film-05");
    assertThat(Talk.items(reply)).isNotEmpty();
  }

  private static List<String> genres(Item item) {
    return item.attributes().get("genres") instanceof AttributeValue.Keywords(var values)
        ? values
        : List.of();
  }

  private static int year(Item item) {
    return item.attributes().get("year") instanceof AttributeValue.Numeric(double year)
        ? (int) year
        : 0;
  }

  private static List<Integer> shownYears(Reply reply) {
    return Talk.items(reply).stream().map(ConversationsTest::year).toList();
  }
}
