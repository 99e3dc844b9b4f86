package dev.drago.conversation;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.conversation.Reply.Labelled;
import dev.drago.conversation.Reply.Replacement;
import dev.drago.conversation.Understanding.Understood;
import dev.drago.index.IndexView;
import dev.drago.index.ItemIndex;
import dev.drago.recommend.InteractionLog;
import dev.drago.recommend.Language;
import dev.drago.recommend.LiveCatalog;
import dev.drago.recommend.Recommendation;
import dev.drago.recommend.RecommendationRequest;
import dev.drago.recommend.Recommender;
import dev.drago.store.SessionRepository;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * The conversations of one instance. A turn is read, changes its session, ranks the catalogue anew
 * with all scorers, and is on disk before it is answered.
 *
 * <p>One turn of a session at a time: what is said next is about the list that this one shows. A
 * session that is idle for too long is gone, and where there are too many, those idle longest.
 */
public final class Conversations {

  /**
   * How much is kept.
   *
   * @param idle how long after its last turn a session is forgotten
   * @param most how many sessions there may be
   */
  public record Limits(Duration idle, int most) {
    public static final Limits STANDARD = new Limits(Duration.ofHours(24), 100_000);
  }

  /**
   * A session as it stands between turns.
   *
   * @param expires when it is forgotten if nobody speaks
   */
  public record Standing(Session session, List<Labelled> statements, Instant expires) {}

  private static final Duration SWEEP = Duration.ofMinutes(1);

  private final Sessions sessions;
  private final Understanding understanding;
  private final Recommender recommender;
  private final LiveCatalog catalog;
  private final ItemIndex index;
  private final InteractionLog log;
  private final Moods moods;
  private final Optional<Reasons> reasons;
  private final Set<String> answering = ConcurrentHashMap.newKeySet();
  private volatile AttributeUse lastUse;

  /**
   * @param reasons answers "why?"; without, what an item meets of the statements is the answer
   */
  public Conversations(
      SessionRepository store,
      Understanding understanding,
      Recommender recommender,
      LiveCatalog catalog,
      ItemIndex index,
      InteractionLog log,
      Moods moods,
      Optional<Reasons> reasons,
      Limits limits,
      InstantSource clock) {
    this.sessions = new Sessions(store, limits, clock);
    this.understanding = understanding;
    this.recommender = recommender;
    this.catalog = catalog;
    this.index = index;
    this.log = log;
    this.moods = moods;
    this.reasons = reasons;
    this.lastUse = new AttributeUse(catalog.snapshot(), catalog.schema());
  }

  /** Begins a conversation; on disk when this returns. */
  public Standing begin(Optional<String> owner, Optional<Language> language) {
    return standing(sessions.begin(owner, language));
  }

  /**
   * A session as it stands.
   *
   * @param speaker who asks, where that is known
   * @throws UnknownSessionException when there is none, or its owner is not the speaker
   */
  public Standing find(String id, Optional<String> speaker) {
    return standing(sessions.find(id, speaker));
  }

  /**
   * Ends a conversation and forgets it.
   *
   * @throws UnknownSessionException as {@link #find}
   */
  public void end(String id, Optional<String> speaker) {
    sessions.end(id, speaker);
  }

  /** Forgets what was idle for too long, every minute until {@code stopped}. */
  public void keep(CountDownLatch stopped) {
    try {
      do {
        sweep();
      } while (!stopped.await(SWEEP.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Forgets what was idle for too long, and what are too many. */
  public void sweep() {
    sessions.sweep();
  }

  /**
   * Takes a turn; on disk when this returns.
   *
   * @param speaker who speaks, where that is known
   * @param count how many items to show
   * @throws UnknownSessionException when there is no such session, or it is not the speaker's
   * @throws TurnUnderWayException when it is answering another turn
   * @throws dev.drago.recommend.InvalidRequestException when the turn names what does not stand
   */
  public Reply take(String id, Optional<String> speaker, Turn turn, int count) {
    sessions.admit(id, speaker); // who may not speak hears nothing of a turn under way
    if (!answering.add(id)) {
      throw new TurnUnderWayException();
    }
    try {
      return take(sessions.find(id, speaker).session(), turn, count);
    } finally {
      answering.remove(id);
    }
  }

  private Reply take(Session session, Turn turn, int count) {
    Map<String, Long> stages = new LinkedHashMap<>();
    List<String> degraded = new ArrayList<>();
    long start = System.nanoTime();
    Step step =
        switch (turn) {
          case Turn.Words(String text) -> {
            Understood understood = understanding.of(text, session);
            degraded.addAll(understood.degraded());
            yield session.after(understood.critique());
          }
          case Turn.Removal(List<Integer> ids) -> session.without(ids);
          case Turn.Button(Act act) ->
              session.after(new Critique(session.language(), act, 0, List.of()));
        };
    stages.put("understand", System.nanoTime() - start);
    AttributeUse use = use();
    Session now = step.session();
    Labels labels = new Labels(use, moods, now.language());
    Wants wants = new Wants(index, moods, use);
    Optional<Recommendation> ranking = Optional.empty();
    Optional<String> reason = Optional.empty();
    List<Relaxation> relaxations = List.of();
    if (step.act() == Act.WHY) {
      reason = step.about().flatMap(item -> reason(item, now, wants, labels, degraded));
    } else {
      Recommendation made =
          recommender.recommend(request(now, wants, count), wants.steering(now.said()));
      stages.putAll(made.stages());
      degraded.addAll(made.degraded());
      if (made.items().isEmpty()) {
        start = System.nanoTime();
        relaxations = relaxations(now, wants, labels);
        stages.put("relax", System.nanoTime() - start);
      }
      ranking = Optional.of(made);
    }
    Session next =
        ranking.isEmpty()
            ? now
            : now.showing(ranking.get().items().stream().map(r -> r.item().id()).toList());
    start = System.nanoTime();
    sessions.replace(next);
    stages.put("store", System.nanoTime() - start);
    return new Reply(
        step,
        next,
        labelled(next.said(), labels),
        replacements(step, labels),
        labelled(step.removed(), labels),
        ranking,
        step.about().map(labels::title),
        reason,
        relaxations,
        ranking.map(Recommendation::catalogVersion).orElse(use.catalog().version()),
        degraded,
        stages);
  }

  private RecommendationRequest request(Session session, Wants wants, int count) {
    return new RecommendationRequest(
        session.owner(),
        List.of(),
        wants.words(session.said()),
        known(Wants.items(session.said(), true)),
        known(Wants.items(session.said(), false)),
        count,
        Optional.empty(),
        List.of(),
        0,
        true,
        session.passed(),
        RecommendationRequest.AUTO,
        RecommendationRequest.DEFAULT_TIMEOUT);
  }

  /** An item may be deleted while a session that speaks of it goes on. */
  private List<String> known(List<String> ids) {
    CatalogSnapshot now = catalog.snapshot();
    return ids.stream().filter(id -> now.ordinal(id).isPresent()).toList();
  }

  private List<Relaxation> relaxations(Session session, Wants wants, Labels labels) {
    CatalogSnapshot now = catalog.snapshot();
    BitSet allowed = now.live();
    session.owner().ifPresent(owner -> IntStream.of(log.history(owner)).forEach(allowed::clear));
    List<String> left = new ArrayList<>(Wants.items(session.said(), true));
    left.addAll(Wants.items(session.said(), false));
    left.addAll(session.passed());
    left.forEach(id -> now.ordinal(id).ifPresent(allowed::clear));
    try (IndexView view = index.view()) {
      recommender.restrictToPreferences(session.owner(), allowed, now, view);
      return new Relaxations(wants, labels, session.language()).of(session.said(), allowed, view);
    }
  }

  private Optional<String> reason(
      String itemId, Session session, Wants wants, Labels labels, List<String> degraded) {
    Optional<Reasons.Reason> found =
        reasons.map(known -> known.why(itemId, request(session, wants, 1), session.language()));
    found.ifPresent(reason -> degraded.addAll(reason.degraded()));
    Optional<String> measured = found.flatMap(Reasons.Reason::text);
    Optional<String> met = met(itemId, session, wants, labels);
    return measured.isPresent() && met.isPresent()
        ? Optional.of(measured.get() + " " + met.get())
        : measured.or(() -> met);
  }

  /**
   * The conditions that an item meets and the moods it goes with: all that is known without
   * measuring.
   */
  private Optional<String> met(String itemId, Session session, Wants wants, Labels labels) {
    CatalogSnapshot now = catalog.snapshot();
    if (now.ordinal(itemId).isEmpty()) {
      return Optional.empty();
    }
    int ordinal = now.ordinal(itemId).getAsInt();
    try (IndexView view = index.view()) {
      List<String> met =
          session.said().stream()
              .filter(
                  s ->
                      wants.check(s).filter(check -> view.ordinals(check).get(ordinal)).isPresent())
              .map(s -> labels.of(s.statement()))
              .toList();
      String fits = session.language() == Language.ES ? "%s cumple: %s." : "%s fits: %s.";
      return met.isEmpty()
          ? Optional.empty()
          : Optional.of(
              fits.formatted(labels.quoted(labels.title(itemId)), String.join(", ", met)));
    }
  }

  private static List<Labelled> labelled(List<Said> said, Labels labels) {
    return said.stream().map(s -> new Labelled(s, labels.of(s.statement()))).toList();
  }

  private static List<Replacement> replacements(Step step, Labels labels) {
    List<Replacement> replacements = new ArrayList<>();
    for (Step.Replaced replaced : step.replaced()) {
      step.added().stream()
          .filter(s -> s.id() == replaced.by())
          .forEach(
              by ->
                  replacements.add(
                      new Replacement(
                          new Labelled(replaced.old(), labels.of(replaced.old().statement())),
                          new Labelled(by, labels.of(by.statement())))));
    }
    return replacements;
  }

  private Standing standing(Sessions.Kept kept) {
    Labels labels = new Labels(use(), moods, kept.session().language());
    return new Standing(kept.session(), labelled(kept.session().said(), labels), kept.expires());
  }

  /** Of the catalogue as it is; how items use attributes is counted once for each version. */
  private AttributeUse use() {
    AttributeUse known = lastUse;
    CatalogSnapshot now = catalog.snapshot();
    if (known.catalog() != now) {
      known = new AttributeUse(now, catalog.schema());
      lastUse = known;
    }
    return known;
  }
}
