package dev.drago.conversation;

import static dev.drago.conversation.Scripted.act;
import static dev.drago.conversation.Scripted.dislike;
import static dev.drago.conversation.Scripted.genre;
import static dev.drago.conversation.Scripted.like;
import static dev.drago.conversation.Scripted.mood;
import static dev.drago.conversation.Scripted.noGenre;
import static dev.drago.conversation.Scripted.refine;
import static dev.drago.conversation.Scripted.since;
import static dev.drago.conversation.Scripted.until;
import static dev.drago.conversation.Scripted.years;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drago.recommend.InvalidRequestException;
import dev.drago.recommend.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SessionTest {

  private static final Session NEW = Session.begin("s", Optional.empty(), Optional.empty());

  @Test
  void statementsOfSeveralTurnsAccumulate() {
    Session session = after(NEW, like("alien"), genre("Comedy"));
    session = after(session, years(1980, 1989, false));
    assertThat(statements(session))
        .containsExactly(like("alien"), genre("Comedy"), years(1980, 1989, false));
    assertThat(session.said()).extracting(Said::id).containsExactly(1, 2, 3);
    assertThat(session.said()).extracting(Said::turn).containsExactly(1, 1, 2);
  }

  @Test
  void theLaterOfTwoThatContradictEachOtherHolds() {
    record Pair(Statement earlier, Statement later) {}
    for (Pair pair :
        List.of(
            new Pair(like("alien"), dislike("alien")),
            new Pair(noGenre("Horror"), genre("horror")),
            new Pair(mood("funny", true), mood("funny", false)),
            new Pair(years(1980, 1989), years(1990, 1999)),
            new Pair(years(1980, 1989), years(1985, 1995)),
            new Pair(since(1980), since(1990)),
            new Pair(since(1990), until(1980)),
            new Pair(years(1980, 1989), years(1980, 1989, false)),
            new Pair(years(1980, 1989, false), years(1985, 1986)))) {
      Session before = after(NEW, pair.earlier());
      Step step = before.after(refine(pair.later()));
      assertThat(statements(step.session())).as("%s", pair).containsExactly(pair.later());
      assertThat(step.replaced())
          .as("%s", pair)
          .containsExactly(new Step.Replaced(before.said().getFirst(), 2));
    }
  }

  @Test
  void whatCanHoldTogetherDoes() {
    for (List<Statement> both :
        List.of(
            List.of(like("alien"), dislike("aliens")),
            List.of(genre("Comedy"), genre("Romance")),
            List.of(genre("Comedy"), noGenre("Romance")),
            List.of(since(1980), until(1995)),
            List.of(until(1995), since(1980)),
            List.of(years(1980, 1989, false), years(1990, 1999, false)),
            List.of(since(1975), years(1980, 1989, false)),
            List.<Statement>of(
                new Statement.OfWish("a heist"), new Statement.OfWish("in space")))) {
      assertThat(statements(after(after(NEW, both.getFirst()), both.getLast())))
          .containsExactlyElementsOf(both);
    }
  }

  @Test
  void rangesWantedInOneTurnAreAlternatives() {
    assertThat(statements(after(NEW, years(1980, 1989), years(1990, 1999)))).hasSize(2);
  }

  @Test
  void whatWasSaidBeforeAndStandsIsNotSaidTwice() {
    Step step = after(NEW, genre("Comedy")).after(refine(genre("Comedy")));
    assertThat(step.session().said()).hasSize(1);
    assertThat(step.changed()).isFalse();
  }

  @Test
  void aPositionIsOfTheListShownLast() {
    Session session = NEW.showing(List.of("a", "b", "c"));
    assertThat(statements(after(session, new Statement.OfPosition(2, true))))
        .containsExactly(like("b"));
    assertThat(statements(after(session, new Statement.OfPosition(-1, false))))
        .containsExactly(dislike("c"));
    assertThat(statements(after(session, new Statement.OfPosition(0, false))))
        .as("'not that', when nothing was spoken of")
        .containsExactly(dislike("a"));
  }

  @Test
  void thatOneIsTheOneThatWasAskedAbout() {
    Step why =
        NEW.showing(List.of("a", "b", "c")).after(new Critique(Language.EN, Act.WHY, 3, List.of()));
    assertThat(why.about()).contains("c");
    assertThat(why.changed()).isFalse();
    assertThat(statements(after(why.session(), new Statement.OfPosition(0, false))))
        .containsExactly(dislike("c"));
    assertThat(
            statements(
                after(why.session().showing(List.of("x")), new Statement.OfPosition(0, false))))
        .as("after another list it is forgotten")
        .containsExactly(dislike("x"));
  }

  @Test
  void aPositionThatTheListDoesNotHaveIsSaidToBeUnresolved() {
    Session session = NEW.showing(List.of("a"));
    for (int position : new int[] {2, -2, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      Step step = session.after(refine(new Statement.OfPosition(position, true)));
      assertThat(step.unresolved()).containsExactly(position);
      assertThat(step.session().said()).isEmpty();
    }
    assertThat(NEW.after(refine(new Statement.OfPosition(0, true))).unresolved())
        .containsExactly(0);
    Step why = session.after(new Critique(Language.EN, Act.WHY, 9, List.of()));
    assertThat(why.unresolved()).containsExactly(9);
    assertThat(why.about()).isEmpty();
  }

  @Test
  void moreMovesOnAndARefinementBeginsAtTheTop() {
    Session session = after(NEW, genre("Comedy")).showing(List.of("a", "b"));
    session = session.after(act(Act.MORE)).session().showing(List.of("c"));
    assertThat(session.passed()).containsExactly("a", "b");
    session = session.after(act(Act.MORE)).session();
    assertThat(session.passed()).containsExactly("a", "b", "c");
    assertThat(session.after(act(Act.UNDO)).session().passed()).containsExactly("a", "b");
    assertThat(after(session, genre("Romance")).passed()).isEmpty();
  }

  @Test
  void aSessionIsNoLongerThanWhatItPassedOverHoweverOftenMoreIsSaid() {
    Session session = after(NEW, genre("Comedy"));
    List<List<String>> passed = new ArrayList<>();
    for (int turn = 0; turn < 1_000; turn++) {
      int first = 10 * turn;
      session =
          session.showing(IntStream.range(first, first + 10).mapToObj(n -> "item-" + n).toList());
      passed.add(session.passed());
      session = session.after(act(Act.MORE)).session();
    }
    assertThat(session.passed()).hasSize(9_000);
    assertThat(SessionJson.write(session).length())
        .isLessThan(2 * String.join("\",\"", session.passed()).length());
    passed.add(session.passed());
    session = session.after(act(Act.START_OVER)).session();
    assertThat(session.passed()).isEmpty();
    for (int back = 1; back <= Session.MAX_CHANGES; back++) {
      session = session.after(act(Act.UNDO)).session();
      assertThat(session.passed()).isEqualTo(passed.get(passed.size() - back));
    }
  }

  @Test
  void undoTakesBackTurnAfterTurnAndRestoresWhatGaveWay() {
    Session first = after(NEW, years(1980, 1989));
    Session second = after(first, years(1990, 1999));
    Step undone = second.after(act(Act.UNDO));
    assertThat(statements(undone.session())).containsExactly(years(1980, 1989));
    assertThat(undone.restored()).isEqualTo(first.said());
    assertThat(undone.removed()).isEqualTo(second.said());
    Session nothing = undone.session().after(act(Act.UNDO)).session();
    assertThat(nothing.said()).isEmpty();
    assertThat(nothing.after(act(Act.UNDO)).changed()).isFalse();
  }

  @Test
  void undoAlsoTakesBackStartingOverAndRemovals() {
    Session session = after(NEW, like("alien"), genre("Comedy"));
    Session over = session.after(act(Act.START_OVER)).session();
    assertThat(over.said()).isEmpty();
    assertThat(over.after(act(Act.UNDO)).session().said()).isEqualTo(session.said());
    Session less = session.without(List.of(1)).session();
    assertThat(statements(less)).containsExactly(genre("Comedy"));
    assertThat(less.after(act(Act.UNDO)).session().said()).isEqualTo(session.said());
  }

  @Test
  void removingWhatDoesNotStandIsRefusedByName() {
    assertThatThrownBy(() -> after(NEW, genre("Comedy")).without(List.of(1, 7)))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("/remove/1 no statement of this session has the id 7");
  }

  @Test
  void aSessionHoldsNoMoreThanAnybodySays() {
    Session session = NEW;
    for (int n = 0; n < Session.MAX_STATEMENTS; n++) {
      session = after(session, genre("g" + n));
    }
    Session full = session;
    assertThatThrownBy(() -> after(full, genre("one more")))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("100 statements");
    assertThat(full.changes()).hasSizeLessThanOrEqualTo(Session.MAX_CHANGES);
  }

  @Test
  void answersAreInTheLanguageSpokenLastUnlessOneWasAskedFor() {
    Critique spanish = new Critique(Language.ES, Act.REFINE, 0, List.of());
    assertThat(NEW.after(spanish).session().language()).isEqualTo(Language.ES);
    Session english = Session.begin("s", Optional.empty(), Optional.of(Language.EN));
    assertThat(english.after(spanish).session().language()).isEqualTo(Language.EN);
  }

  @Test
  void aSessionIsTheSameAfterBeingStored() {
    Session session =
        new Session(
            "id",
            Optional.of("ana"),
            Optional.of(Language.ES),
            Language.EN,
            3,
            9,
            after(
                    NEW,
                    like("a"),
                    genre("Comedy 🎬"),
                    since(1990),
                    mood("funny", false),
                    new Statement.OfWish("a \"heist\"\u0000\n"))
                .said(),
            List.of(new Change(List.of(), List.of(new Said(1, 1, until(3))), 1, List.of("p"))),
            List.of("a", "b"),
            List.of("p"),
            Optional.of("b"));
    assertThat(SessionJson.read(SessionJson.write(session))).isEqualTo(session);
    assertThat(SessionJson.read(SessionJson.write(NEW))).isEqualTo(NEW);
  }

  private static Session after(Session session, Statement... statements) {
    return session.after(refine(statements)).session();
  }

  private static List<Statement> statements(Session session) {
    return session.said().stream().map(Said::statement).toList();
  }
}
