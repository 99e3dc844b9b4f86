package dev.drago.conversation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what of an utterance is wanted and what is not.
 *
 * <p>The clauses are gone through in order. A negation governs what follows it in its clause; where
 * nothing follows, what came before ("horror no"). Two negations of the same kind are one, as in
 * Spanish ("no quiero nada de terror"); "not without" cancels. Praise and blame work likewise:
 * forwards where something follows ("I hated Titanic"), else backwards ("Titanic bored me"), over
 * the comma if need be ("the second one, not so much"). A comma ends a negation, except within a
 * list that "or" closes ("no horror, war or westerns").
 */
final class Scope {

  /** A thing of a clause, by its number, and whether it is wanted. */
  private static final class Said {
    private final Clause.Part part;
    private final int clause;
    private boolean wanted;
    private boolean dropped;

    Said(Clause.Part part, int clause, boolean wanted) {
      this.part = part;
      this.clause = clause;
      this.wanted = wanted;
    }
  }

  /** What was found: things in order of speech, and the words of no known meaning not negated. */
  record Found(List<Wanted> things, List<Clause.Part> unknown, List<Clause.Part> negated) {}

  /** A thing and whether it is wanted. */
  record Wanted(Clause.Part part, Meaning.Thing thing, boolean wanted) {}

  private static final Set<String> OR = Set.of("or", "o", "u", "ni", "nor");

  private final Utterance utterance;
  private final List<Clause> clauses;
  private final List<Said> said = new ArrayList<>();
  private final List<Clause.Part> unknown = new ArrayList<>();
  private final List<Clause.Part> negated = new ArrayList<>();

  private boolean negative;

  private Scope(Utterance utterance, List<Clause> clauses) {
    this.utterance = utterance;
    this.clauses = clauses;
  }

  static Found of(Utterance utterance, List<Clause> clauses) {
    Scope scope = new Scope(utterance, clauses);
    for (int i = 0; i < clauses.size(); i++) {
      scope.new Reading(i).read();
    }
    List<Wanted> things = new ArrayList<>();
    for (Said one : scope.said) {
      if (!one.dropped && one.part.meaning().orElseThrow() instanceof Meaning.Thing thing) {
        things.add(new Wanted(one.part, thing, one.wanted));
      }
    }
    return new Found(things, scope.unknown, scope.negated);
  }

  /** The reading of one clause. */
  private final class Reading {
    private final int index;
    private final Clause clause;
    private boolean open;
    private boolean plainNot;
    private boolean less;
    private boolean too;
    private boolean measure;
    private boolean comparing;
    private boolean as;
    private boolean asMood;
    private boolean seen;
    private Optional<Boolean> opinion = Optional.empty();
    private boolean backward;
    private int things;

    Reading(int index) {
      this.index = index;
      this.clause = clauses.get(index);
    }

    void read() {
      boolean before = negative;
      negative = before && continuesList();
      List<Clause.Part> parts = clause.parts();
      for (int i = 0; i < parts.size(); i++) {
        Clause.Part part = parts.get(i);
        switch (part.meaning().orElse(null)) {
          case null -> unknown(part);
          case Meaning.OfCue(Cue cue) -> cue(cue, i, before);
          case Meaning.Thing thing -> thing(part);
          case Meaning.Filler filler -> filler(part);
          case Meaning.OfRole role -> filler(part);
          case Meaning.OfAct act -> {}
        }
      }
      end();
    }

    private void unknown(Clause.Part part) {
      if (measure || negative || less) {
        negated.add(part);
      } else {
        unknown.add(part);
      }
      measure = false;
      less = false;
      governed();
    }

    private void governed() {
      open = false;
      plainNot = false;
      opinion = Optional.empty();
    }

    private void filler(Clause.Part part) {
      boolean que = utterance.token(part.from()).raw().equals("que");
      if (que && comparing && things > 0 && part.to() - part.from() == 1) {
        measure = true;
      }
    }

    private void cue(Cue cue, int at, boolean before) {
      switch (cue) {
        case NOT -> {
          negative = true;
          plainNot = true;
          open = true;
        }
        case WITHOUT -> {
          negative = !(plainNot && open);
          plainNot = false;
          open = true;
        }
        case EXCEPT -> {
          boolean first = things == 0 && !open && !before;
          negative = first || !(negative || before);
          open = true;
        }
        case LESS -> less = !(plainNot && open);
        case MORE -> {
          comparing = true;
          if (!open) {
            negative = false;
          }
        }
        case TOO -> too = !(plainNot && open);
        case THAN -> measure = true;
        case AS -> {
          if (as && asMood) {
            compared();
          } else {
            as = true;
          }
        }
        case LIKE -> {
          if (as && asMood) {
            compared();
          } else if (less) {
            less = false;
            negative = true;
            open = true;
          }
          backward |= plainNot && open;
        }
        case LOVE -> opinion(!(plainNot && open));
        case HATE -> opinion(plainNot && open);
        case SEEN -> seen = true;
        case WANT -> {
          if (!open) {
            negative = false;
          }
        }
        case THAT -> that(at);
        case BUT -> negative = false;
        case AND, NAMED, MANY -> {}
      }
    }

    private void compared() {
      measure = negative;
      as = false;
    }

    private void opinion(boolean good) {
      opinion = Optional.of(good);
      negative = !good;
      plainNot = false;
      open = true;
    }

    /** "That" is the thing shown last where something is said of it, else only grammar. */
    private void that(int at) {
      List<Clause.Part> parts = clause.parts();
      Clause.Part part = parts.get(at);
      boolean led =
          at > 0
              && (parts.get(at - 1).isCue(Cue.NOT)
                  || parts.get(at - 1).isCue(Cue.LIKE)
                  || parts.get(at - 1).isCue(Cue.LOVE)
                  || parts.get(at - 1).isCue(Cue.HATE)
                  || parts.get(at - 1).isCue(Cue.THAN)
                  || parts.get(at - 1).isCue(Cue.AS)
                  || measure);
      boolean last = at == parts.size() - 1;
      Clause.Part next = last ? part : parts.get(at + 1);
      boolean followed =
          !last
              && (next.isCue(Cue.HATE)
                  || next.isCue(Cue.LOVE)
                  || (next.isCue(Cue.NOT) && at + 2 == parts.size()));
      boolean blocked = !last && (next.isThing() || next.isUnknown());
      if (measure) {
        measure = false;
      } else if ((led && !blocked) || followed) {
        thing(new Clause.Part(part.from(), part.to(), Optional.of(new Meaning.OfPosition(0))));
      }
    }

    private void thing(Clause.Part part) {
      boolean mood = part.meaning().orElse(null) instanceof Meaning.OfMood;
      if (measure && !mood) {
        measure = false;
        return;
      }
      boolean measured =
          mood
              || (part.meaning().orElse(null) instanceof Meaning.OfRange(Bounds b, boolean vague)
                  && vague);
      boolean wanted = !negative && !less && !(too && measured);
      if (seen && part.isShown()) {
        return;
      }
      said.add(new Said(part, index, wanted));
      things++;
      asMood |= as;
      if (too && measured) {
        blame();
      }
      less = false;
      too = false;
      governed();
      backward = false;
    }

    /** "The second one is too sad": said of what came before. */
    private void blame() {
      for (Said one : said) {
        if (one.clause == index && one.part.isShown()) {
          one.wanted = false;
        }
      }
    }

    private void end() {
      if (opinion.isPresent()) {
        boolean good = opinion.get();
        List<Said> meant = inClause(index);
        if (meant.isEmpty() && !clause.hasUnknown() && index > 0) {
          meant = inClause(index - 1).stream().filter(one -> one.part.isShown()).toList();
        }
        meant.forEach(one -> one.wanted = good);
        negative = false;
      } else if (plainNot && open && endsWithNot()) {
        trailingNot();
        negative = false;
      }
      if (seen) {
        inClause(index).stream().filter(o -> o.part.isShown()).forEach(o -> o.dropped = true);
      }
    }

    private List<Said> inClause(int clauseIndex) {
      return said.stream().filter(one -> one.clause == clauseIndex && !one.dropped).toList();
    }

    /** Nothing but "like", as in "Titanic I did not like", may follow the "not". */
    private boolean endsWithNot() {
      List<Clause.Part> parts = clause.parts();
      for (int i = parts.size() - 1; i >= 0; i--) {
        Clause.Part part = parts.get(i);
        if (part.isCue(Cue.NOT)) {
          return i == parts.size() - 1 || backward;
        }
        if (!part.isCue(Cue.LIKE)) {
          return false;
        }
      }
      return false;
    }

    private void trailingNot() {
      List<Said> here = inClause(index);
      if (!here.isEmpty()) {
        here.forEach(one -> one.wanted = false);
        return;
      }
      if (clause.hasUnknown()) {
        clause.parts().stream()
            .filter(Clause.Part::isUnknown)
            .filter(unknown::remove)
            .forEach(negated::add);
        return;
      }
      boolean corrects =
          index + 1 < clauses.size() && clauses.get(index + 1).start() != Token.Gap.STOP;
      if (index > 0 && clause.start() != Token.Gap.STOP) {
        for (Said one : inClause(index - 1)) {
          if (corrects) {
            one.dropped = true;
          } else {
            one.wanted = false;
          }
        }
      }
    }

    /** Whether the negation before the comma goes on: a list of things that "or" closes. */
    private boolean continuesList() {
      if (clause.start() != Token.Gap.COMMA || index == 0 || !clauses.get(index - 1).hasThing()) {
        return false;
      }
      for (int i = index; i < clauses.size(); i++) {
        Clause next = clauses.get(i);
        if (i > index && next.start() != Token.Gap.COMMA) {
          return false;
        }
        boolean bare =
            next.hasThing()
                && next.parts().stream()
                    .allMatch(
                        part ->
                            part.isThing()
                                || isLink(part)
                                || part.meaning().orElse(null) instanceof Meaning.Filler
                                || part.meaning().orElse(null) instanceof Meaning.OfRole);
        if (!bare) {
          return false;
        }
        if (next.parts().stream().anyMatch(this::isLink)) {
          return closes(next);
        }
      }
      return false;
    }

    /** "And", "or", and "nor", which is a "not" as well. */
    private boolean isLink(Clause.Part part) {
      return part.isCue(Cue.AND)
          || (part.isCue(Cue.NOT) && OR.contains(utterance.token(part.from()).raw()));
    }

    /** "And" closes a list of things of one kind; after a mood it may as well add a wish. */
    private boolean closes(Clause list) {
      boolean or =
          list.parts().stream()
              .filter(this::isLink)
              .map(part -> utterance.token(part.from()).raw())
              .anyMatch(OR::contains);
      return or
          || list.parts().stream()
              .filter(Clause.Part::isThing)
              .noneMatch(part -> part.meaning().orElse(null) instanceof Meaning.OfMood);
    }
  }
}
