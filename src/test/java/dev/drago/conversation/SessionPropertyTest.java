package dev.drago.conversation;

import static dev.drago.conversation.Scripted.act;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.conversation.Statement.OfAttribute;
import dev.drago.conversation.Statement.OfItem;
import dev.drago.conversation.Statement.OfMood;
import dev.drago.conversation.Statement.OfPosition;
import dev.drago.conversation.Statement.OfRange;
import dev.drago.conversation.Statement.OfWish;
import dev.drago.recommend.Language;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SessionPropertyTest {

  private static final List<String> SHOWN = List.of("i1", "i2", "i3");

  @Property(tries = 500)
  void undoIsTheInverseOfAnyTurnThatChangedSomething(
      @ForAll("turns") List<Critique> before, @ForAll("critiques") Critique turn) {
    Session session = played(before);
    Step step = session.after(turn);
    if (turn.act() == Act.UNDO || !step.changed()) {
      return;
    }
    Session undone = step.session().showing(List.of("other")).after(act(Act.UNDO)).session();
    assertThat(undone.said()).isEqualTo(session.said());
    assertThat(undone.passed()).isEqualTo(session.passed());
    if (session.changes().size() < Session.MAX_CHANGES) {
      assertThat(undone.changes()).isEqualTo(session.changes());
    }
  }

  @Property(tries = 300)
  void undoneOftenEnoughNothingStands(@ForAll("turns") List<Critique> turns) {
    Session session = played(turns);
    for (int n = 0; n < turns.size(); n++) {
      session = session.after(act(Act.UNDO)).session();
    }
    assertThat(session.said()).isEmpty();
    assertThat(session.changes()).isEmpty();
  }

  @Property(tries = 500)
  void noTwoStatementsThatStandContradictEachOther(@ForAll("turns") List<Critique> turns) {
    List<Said> said = played(turns).said();
    for (Said earlier : said) {
      for (Said later : said) {
        if (earlier.id() < later.id()) {
          assertThat(
                  Contradiction.between(
                      earlier.statement(), later.statement(), earlier.turn() == later.turn()))
              .as("%s, %s", earlier, later)
              .isFalse();
        }
      }
    }
  }

  @Property(tries = 500)
  void whatWasSaidLastStands(
      @ForAll("turns") List<Critique> before, @ForAll("statements") Statement last) {
    Session session = played(before).after(Scripted.refine(last)).session();
    assertThat(session.said())
        .extracting(Said::statement)
        .contains(last instanceof OfPosition p ? new OfItem(SHOWN.getFirst(), p.wanted()) : last);
  }

  @Property(tries = 500)
  void theOrderIsIrrelevantWhereNothingContradicts(
      @ForAll("statementLists") List<Statement> statements, @ForAll long seed) {
    List<Statement> distinct = List.copyOf(new HashSet<>(statements));
    for (Statement a : distinct) {
      for (Statement b : distinct) {
        if (!a.equals(b) && Contradiction.between(a, b, false)) {
          return;
        }
      }
    }
    List<Statement> shuffled = new ArrayList<>(distinct);
    Collections.shuffle(shuffled, new Random(seed));
    assertThat(new HashSet<>(standing(shuffled))).isEqualTo(new HashSet<>(standing(distinct)));
  }

  @Property(tries = 300)
  void withoutAllNothingStandsAndIdsAreNeverGivenTwice(@ForAll("turns") List<Critique> turns) {
    Session session = played(turns);
    List<Integer> ids = session.said().stream().map(Said::id).toList();
    assertThat(ids).isSorted().doesNotHaveDuplicates().allMatch(id -> id < session.nextId());
    if (!ids.isEmpty()) {
      assertThat(session.without(ids).session().said()).isEmpty();
    }
  }

  @Property(tries = 300)
  void aSessionIsTheSameAfterBeingStored(@ForAll("turns") List<Critique> turns) {
    Session session = played(turns);
    assertThat(SessionJson.read(SessionJson.write(session))).isEqualTo(session);
  }

  private static List<Statement> standing(List<Statement> statements) {
    Session session = begun();
    for (Statement statement : statements) {
      session = session.after(Scripted.refine(statement)).session();
    }
    return session.said().stream().map(Said::statement).toList();
  }

  private static Session played(List<Critique> turns) {
    Session session = begun();
    for (Critique turn : turns) {
      Step step = session.after(turn);
      session = turn.act() == Act.WHY ? step.session() : step.session().showing(SHOWN);
    }
    return session.showing(SHOWN);
  }

  private static Session begun() {
    return Session.begin("s", Optional.empty(), Optional.empty()).showing(SHOWN);
  }

  @Provide
  Arbitrary<List<Critique>> turns() {
    return critiques().list().ofMaxSize(12);
  }

  @Provide
  Arbitrary<Critique> critiques() {
    Arbitrary<Act> acts =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(8, Arbitraries.just(Act.REFINE)),
            net.jqwik.api.Tuple.of(4, Arbitraries.of(Act.class)));
    return Combinators.combine(
            acts, Arbitraries.integers().between(-1, 4), statements().list().ofMaxSize(3))
        .as((act, about, said) -> new Critique(Language.EN, act, about, said));
  }

  @Provide
  Arbitrary<List<Statement>> statementLists() {
    return statements().filter(statement -> !(statement instanceof OfPosition)).list().ofMaxSize(6);
  }

  @Provide
  Arbitrary<Statement> statements() {
    Arbitrary<Boolean> wanted = Arbitraries.of(true, false);
    Arbitrary<Integer> year = Arbitraries.integers().between(1980, 1986);
    return Arbitraries.oneOf(
        Combinators.combine(Arbitraries.of("i1", "i2", "i9"), wanted).as(OfItem::new),
        wanted.map(w -> new OfPosition(0, w)),
        Combinators.combine(
                Arbitraries.of("genres", "leads"), Arbitraries.of("A", "B", "a"), wanted)
            .as(OfAttribute::new),
        Combinators.combine(Arbitraries.of("funny", "dark"), wanted).as(OfMood::new),
        Arbitraries.of("a heist", "in space").map(OfWish::new),
        Combinators.combine(year, year, Arbitraries.integers().between(0, 2), wanted)
            .as(SessionPropertyTest::range));
  }

  private static Statement range(int a, int b, int open, boolean wanted) {
    OptionalDouble from = open == 1 ? OptionalDouble.empty() : OptionalDouble.of(Math.min(a, b));
    OptionalDouble to = open == 2 ? OptionalDouble.empty() : OptionalDouble.of(Math.max(a, b));
    return new OfRange("year", from, to, wanted);
  }
}
