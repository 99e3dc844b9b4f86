package dev.drago.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.drago.conversation.Act;
import dev.drago.conversation.Conversations;
import dev.drago.conversation.Relaxation;
import dev.drago.conversation.Reply;
import dev.drago.conversation.Reply.Labelled;
import dev.drago.conversation.Said;
import dev.drago.conversation.Session;
import dev.drago.conversation.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A conversation as it is answered.
 *
 * @param turns how many turns there were
 * @param shown the ids of the items shown last, best first: what positions are of
 * @param expiresAt when it is forgotten if nobody speaks
 * @param reply the answer to the first turn, where there was one in the request
 */
record SessionView(
    String sessionId,
    Optional<String> userId,
    String language,
    int turns,
    List<StatementView> statements,
    List<String> shown,
    Instant expiresAt,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<TurnAnswer> reply) {

  static SessionView of(Conversations.Standing standing, Optional<TurnAnswer> reply) {
    Session session = standing.session();
    return new SessionView(
        session.id(),
        session.owner(),
        session.language().code(),
        session.turns(),
        standing.statements().stream().map(StatementView::of).toList(),
        session.shown(),
        standing.expires().truncatedTo(ChronoUnit.MILLIS),
        reply);
  }

  /**
   * A statement that stands or stood.
   *
   * @param label a few characters for a chip
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record StatementView(
      int id,
      int turn,
      String kind,
      String label,
      boolean wanted,
      Optional<String> itemId,
      Optional<String> attribute,
      Optional<String> value,
      OptionalDouble from,
      OptionalDouble to,
      Optional<String> mood,
      Optional<String> text) {

    static StatementView of(Labelled labelled) {
      Said said = labelled.said();
      return switch (said.statement()) {
        case Statement.OfItem s ->
            plain(labelled, "item", s.wanted(), Optional.of(s.itemId()), NONE, NONE);
        case Statement.OfMood s ->
            plain(labelled, "mood", s.wanted(), NONE, Optional.of(s.mood()), NONE);
        case Statement.OfWish s -> plain(labelled, "wish", true, NONE, NONE, Optional.of(s.text()));
        case Statement.OfAttribute s ->
            new StatementView(
                said.id(),
                said.turn(),
                "attribute",
                labelled.label(),
                s.wanted(),
                NONE,
                Optional.of(s.attribute()),
                Optional.of(s.value()),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                NONE,
                NONE);
        case Statement.OfRange s ->
            new StatementView(
                said.id(),
                said.turn(),
                "range",
                labelled.label(),
                s.wanted(),
                NONE,
                Optional.of(s.attribute()),
                NONE,
                s.from(),
                s.to(),
                NONE,
                NONE);
        case Statement.OfPosition s ->
            throw new IllegalStateException("a position stands in a session: " + s);
      };
    }

    private static final Optional<String> NONE = Optional.empty();

    private static StatementView plain(
        Labelled labelled,
        String kind,
        boolean wanted,
        Optional<String> itemId,
        Optional<String> mood,
        Optional<String> text) {
      return new StatementView(
          labelled.said().id(),
          labelled.said().turn(),
          kind,
          labelled.label(),
          wanted,
          itemId,
          NONE,
          NONE,
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          mood,
          text);
    }
  }

  /**
   * What a turn was understood to say, and what it changed.
   *
   * @param turn its number, from 1
   * @param statements all that stand now
   * @param added the ids of those that this turn brought
   * @param replaced what gave way to a contradicting statement of this turn
   * @param removed what else no longer stands
   * @param unresolved positions that the list shown last does not have
   * @param about the item that was asked about
   */
  record Understood(
      String sessionId,
      int turn,
      String act,
      String language,
      List<StatementView> statements,
      List<Integer> added,
      List<ReplacedView> replaced,
      List<StatementView> removed,
      List<Integer> unresolved,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> about) {

    static Understood of(Reply reply) {
      Session session = reply.session();
      return new Understood(
          session.id(),
          session.turns(),
          act(reply.step().act()),
          session.language().code(),
          reply.statements().stream().map(StatementView::of).toList(),
          reply.step().added().stream().map(Said::id).toList(),
          reply.replaced().stream()
              .map(r -> new ReplacedView(StatementView.of(r.old()), r.by().said().id()))
              .toList(),
          reply.removed().stream().map(StatementView::of).toList(),
          reply.step().unresolved(),
          reply.step().about());
    }

    private static String act(Act act) {
      return switch (act) {
        case REFINE -> "refine";
        case WHY -> "why";
        case MORE -> "more";
        case UNDO -> "undo";
        case START_OVER -> "startOver";
      };
    }
  }

  /**
   * A statement that gave way.
   *
   * @param by the id of the one in its place
   */
  record ReplacedView(StatementView statement, int by) {}

  /** The answer to a turn. */
  record TurnAnswer(
      Understood understood,
      List<ItemView> items,
      String text,
      List<Relaxation> relaxations,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> degraded,
      Versions versions,
      Map<String, Double> timingsMs) {}

  /** The event {@code items}. */
  record ItemsEvent(List<ItemView> items, List<Relaxation> relaxations) {}

  /** The event {@code text}: a piece of it. */
  record TextEvent(String text) {}

  /** The event {@code done}. */
  record DoneEvent(
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> degraded,
      Versions versions,
      Map<String, Double> timingsMs) {}

  static Map<String, Double> millis(Map<String, Long> nanos) {
    Map<String, Double> millis = new LinkedHashMap<>();
    nanos.forEach((stage, time) -> millis.put(stage, time / 1e6));
    return millis;
  }
}
