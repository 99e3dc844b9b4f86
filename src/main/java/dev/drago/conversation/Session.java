package dev.drago.conversation;

import dev.drago.recommend.InvalidRequestException;
import dev.drago.recommend.Language;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A conversation at one moment: what stands of all that was said, and what was shown last. A value;
 * every turn makes another one.
 *
 * <pre>{@code
 * Step step = session.after(critique);
 * Session next = step.session().showing(itemIds);
 * }</pre>
 *
 * <p>Statements accumulate. A later one that contradicts an earlier one takes its place ({@link
 * Contradiction}). A position ("the second one") is that of the list shown last. {@link Act#UNDO}
 * takes back what the last turn changed that changed anything, again and again, up to {@value
 * #MAX_CHANGES} turns back.
 *
 * @param id unguessable: who knows it may speak
 * @param owner whose stored history counts
 * @param chosen the language that was asked for, which answers keep to
 * @param spoken the language of the last turn, which answers have where none was asked for
 * @param turns how many turns there were
 * @param nextId the id of the next statement
 * @param said what stands, in order of id
 * @param changes what the turns changed, newest last
 * @param shown the ids of the items shown last, best first
 * @param passed the ids of the items that "more" has moved on from
 * @param focus the item that was asked about since the last list, which "that one" means
 */
public record Session(
    String id,
    Optional<String> owner,
    Optional<Language> chosen,
    Language spoken,
    int turns,
    int nextId,
    List<Said> said,
    List<Change> changes,
    List<String> shown,
    List<String> passed,
    Optional<String> focus) {

  /** More than anybody says; an answer lists all of them. */
  public static final int MAX_STATEMENTS = 100;

  static final int MAX_CHANGES = 50;

  /** As many as a request for recommendations may leave out. */
  private static final int MAX_PASSED = 9_000;

  public Session {
    said = List.copyOf(said);
    changes = List.copyOf(changes);
    shown = List.copyOf(shown);
    passed = List.copyOf(passed);
  }

  /** A conversation in which nothing was said yet. */
  public static Session begin(String id, Optional<String> owner, Optional<Language> chosen) {
    return new Session(
        id,
        owner,
        chosen,
        Language.EN,
        0,
        1,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty());
  }

  /** The language of its answers. */
  public Language language() {
    return chosen.orElse(spoken);
  }

  /**
   * What a turn makes of it.
   *
   * @throws InvalidRequestException when more statements would stand than a session holds
   */
  public Step after(Critique critique) {
    Draft draft = new Draft(this, critique.act());
    draft.spoken = critique.language();
    switch (critique.act()) {
      case REFINE -> {}
      case MORE -> draft.pass();
      case UNDO -> draft.undo();
      case START_OVER -> draft.clear();
      case WHY -> draft.ask(critique.about());
    }
    if (critique.act() != Act.WHY) {
      critique.statements().forEach(draft::add);
    }
    return draft.step();
  }

  /**
   * Takes back single statements.
   *
   * @throws InvalidRequestException when one of the ids is none of a statement that stands
   */
  public Step without(List<Integer> ids) {
    Draft draft = new Draft(this, Act.REFINE);
    for (int i = 0; i < ids.size(); i++) {
      int id = ids.get(i);
      if (said.stream().noneMatch(s -> s.id() == id)) {
        throw new InvalidRequestException(
            "/remove/" + i, "no statement of this session has the id " + id);
      }
    }
    draft.remove(Set.copyOf(ids));
    return draft.step();
  }

  /** The same after a list was shown. */
  public Session showing(List<String> itemIds) {
    return new Session(
        id, owner, chosen, spoken, turns, nextId, said, changes, itemIds, passed, Optional.empty());
  }

  /** The item at a position of the list shown last, as {@link Statement.OfPosition} counts. */
  Optional<String> at(int position) {
    if (position == 0 && focus.isPresent()) {
      return focus;
    }
    int index = position == 0 ? 0 : position < 0 ? shown.size() + position : position - 1;
    return index >= 0 && index < shown.size() ? Optional.of(shown.get(index)) : Optional.empty();
  }

  /** The next session while it is being made. */
  private static final class Draft {
    private final Session before;
    private final Act act;
    private final List<Said> said;
    private final List<Step.Replaced> replaced = new ArrayList<>();
    private final Set<Integer> unresolved = new LinkedHashSet<>();
    private List<Change> changes;
    private List<String> passed;

    /** What {@link Change}s are counted from: the session before, or what undoing made of it. */
    private List<Said> base;

    private List<String> basePassed;
    private Language spoken;
    private Optional<String> focus;
    private int nextId;

    Draft(Session before, Act act) {
      this.before = before;
      this.act = act;
      this.said = new ArrayList<>(before.said);
      this.changes = before.changes;
      this.passed = before.passed;
      this.base = before.said;
      this.basePassed = before.passed;
      this.spoken = before.spoken;
      this.focus = before.focus;
      this.nextId = before.nextId;
    }

    void pass() {
      LinkedHashSet<String> all = new LinkedHashSet<>(before.passed);
      all.addAll(before.shown);
      List<String> order = List.copyOf(all);
      passed = order.subList(Math.max(0, order.size() - MAX_PASSED), order.size());
    }

    void clear() {
      said.clear();
      passed = List.of();
    }

    void ask(int position) {
      before
          .at(position)
          .ifPresentOrElse(item -> focus = Optional.of(item), () -> unresolved.add(position));
    }

    /** The last change is gone from the stack, and so is what it did. */
    void undo() {
      if (!changes.isEmpty()) {
        Change last = changes.getLast();
        changes = changes.subList(0, changes.size() - 1);
        said.removeAll(last.added());
        said.addAll(last.removed());
        said.sort(Comparator.comparingInt(Said::id));
        passed = last.passedBefore(passed);
        base = List.copyOf(said);
        basePassed = passed;
      }
    }

    void remove(Set<Integer> ids) {
      said.removeIf(s -> ids.contains(s.id()));
    }

    void add(Statement statement) {
      switch (statement) {
        case Statement.OfPosition(int position, boolean wanted) ->
            before
                .at(position)
                .ifPresentOrElse(
                    item -> stand(new Statement.OfItem(item, wanted)),
                    () -> unresolved.add(position));
        case Statement.OfItem s -> stand(s);
        case Statement.OfAttribute s -> stand(s);
        case Statement.OfRange s -> stand(s);
        case Statement.OfMood s -> stand(s);
        case Statement.OfWish s -> stand(s);
      }
    }

    private void stand(Statement statement) {
      if (said.stream().anyMatch(s -> s.statement().equals(statement))) {
        return; // it was said before, and stands
      }
      Said added = new Said(nextId++, before.turns + 1, statement);
      for (Said old : List.copyOf(said)) {
        if (Contradiction.between(old.statement(), statement, old.turn() == added.turn())) {
          said.remove(old);
          if (old.turn() != added.turn()) {
            replaced.add(new Step.Replaced(old, added.id()));
          }
        }
      }
      said.add(added);
      if (said.size() > MAX_STATEMENTS) {
        throw new InvalidRequestException(
            "/text",
            "more than %d statements would stand in this session; remove some or start over"
                .formatted(MAX_STATEMENTS));
      }
    }

    Step step() {
      if (act != Act.MORE && !said.equals(base)) {
        passed = List.of(); // another ranking begins at its top
      }
      if (!said.equals(base) || !passed.equals(basePassed)) {
        List<Change> all = new ArrayList<>(changes);
        all.add(Change.between(without(said, base), without(base, said), basePassed, passed));
        changes = all.subList(Math.max(0, all.size() - MAX_CHANGES), all.size());
      }
      Set<Integer> gaveWay = ids(replaced.stream().map(Step.Replaced::old).toList());
      List<Said> come = without(said, before.said);
      Session next =
          new Session(
              before.id,
              before.owner,
              before.chosen,
              spoken,
              before.turns + 1,
              nextId,
              said,
              changes,
              before.shown,
              passed,
              focus);
      return new Step(
          next,
          act,
          come.stream().filter(s -> s.turn() > before.turns).toList(),
          replaced.stream().filter(r -> before.said.contains(r.old())).toList(),
          without(before.said, said).stream().filter(s -> !gaveWay.contains(s.id())).toList(),
          come.stream().filter(s -> s.turn() <= before.turns).toList(),
          List.copyOf(unresolved),
          act == Act.WHY && unresolved.isEmpty() ? focus : Optional.empty(),
          !said.equals(before.said) || !passed.equals(before.passed));
    }

    /** Of some statements those that are not among others. */
    private static List<Said> without(List<Said> some, List<Said> others) {
      Set<Integer> ids = ids(others);
      return some.stream().filter(s -> !ids.contains(s.id())).toList();
    }

    private static Set<Integer> ids(List<Said> statements) {
      Set<Integer> ids = new TreeSet<>();
      statements.forEach(s -> ids.add(s.id()));
      return ids;
    }
  }
}
