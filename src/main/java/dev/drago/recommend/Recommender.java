package dev.drago.recommend;

import dev.drago.catalog.CatalogSnapshot;
import dev.drago.index.Filter;
import dev.drago.index.IndexView;
import dev.drago.index.ItemIndex;
import dev.drago.inference.CallerGoneException;
import dev.drago.inference.Deadline;
import dev.drago.inference.Turns;
import dev.drago.inference.Turns.Turn;
import dev.drago.recommend.Recommendation.Ranked;
import dev.drago.scoring.Fusion;
import dev.drago.scoring.FusionWeights;
import dev.drago.scoring.Opinion;
import dev.drago.scoring.Profile;
import dev.drago.scoring.Scorer;
import dev.drago.scoring.Verbalizer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * The pipeline: profile, rules, scores, fusion, diversity, result.
 *
 * <p>All of one request is computed from one catalogue snapshot and one view of the index.
 */
public final class Recommender {

  private static final Logger LOG = System.getLogger("dev.drago.recommend");

  /** How many candidates diversity chooses from, for each item asked for. */
  private static final int CANDIDATES_PER_ITEM = 5;

  private static final int LEAST_CANDIDATES = 100;

  /** How much the chat model's opinion in nats counts: set beforehand, not tuned. */
  private static final double RERANK_WEIGHT = 0.25;

  /** Of so many items all over a catalogue each scorer should know one. */
  private static final int FAMILIAR = 50;

  private final LiveCatalog catalog;
  private final ItemIndex index;
  private final Profiles profiles;
  private final List<Scorer> scorers;
  private final FusionWeights fusionWeights;
  private final Optional<Verbalizer> verbalizer;
  private final Turns turns;
  private final LongAdder invented = new LongAdder();

  /**
   * @param scorers in the order in which shares are shown; one of them is {@code popularity}
   * @param weights of the scorers in {@code auto}
   * @param verbalizer what reranks, where a chat model is loaded
   * @param turns in which requests are computed, and the scorers' part of them too
   */
  public Recommender(
      LiveCatalog catalog,
      ItemIndex index,
      InteractionLog log,
      Users users,
      List<Scorer> scorers,
      FusionWeights weights,
      Optional<Verbalizer> verbalizer,
      Turns turns) {
    this.catalog = catalog;
    this.index = index;
    this.profiles = new Profiles(log, users);
    this.scorers = List.copyOf(scorers);
    this.fusionWeights = weights;
    this.verbalizer = verbalizer;
    this.turns = turns;
  }

  LiveCatalog catalog() {
    return catalog;
  }

  ItemIndex index() {
    return index;
  }

  Turns turns() {
    return turns;
  }

  List<Scorer> scorers() {
    return scorers;
  }

  /**
   * How many items were ranked that were not in the snapshot of their request, or that its rules
   * did not allow: 0, or something is wrong.
   */
  public long inventedItems() {
    return invented.sum();
  }

  /** The names of the scorers that {@code auto} asks. */
  public List<String> fusedScorers() {
    return scorers.stream().filter(s -> s.isReady() && !s.isOnDemand()).map(Scorer::name).toList();
  }

  /**
   * The names of the strategies that take a chat model seconds, and have no part in {@code auto}.
   */
  public List<String> slowStrategies() {
    List<String> names = new ArrayList<>();
    scorers.stream().filter(Scorer::isOnDemand).map(Scorer::name).forEach(names::add);
    verbalizer.ifPresent(v -> names.add(RecommendationRequest.RERANK));
    return names;
  }

  /** The names of all strategies, also of those that wait for a training. */
  public List<String> allStrategies() {
    List<String> names = new ArrayList<>(List.of(RecommendationRequest.AUTO));
    scorers.stream().map(Scorer::name).forEach(names::add);
    verbalizer.ifPresent(v -> names.add(RecommendationRequest.RERANK));
    return names;
  }

  /** The names that {@link RecommendationRequest#strategy} may have. */
  public List<String> strategies() {
    List<String> names = new ArrayList<>(List.of(RecommendationRequest.AUTO));
    scorers.stream().filter(Scorer::isReady).map(Scorer::name).forEach(names::add);
    verbalizer.ifPresent(v -> names.add(RecommendationRequest.RERANK));
    return names;
  }

  /**
   * Ranks the catalogue for one request.
   *
   * @throws InvalidRequestException when the request names what does not exist
   * @throws dev.drago.index.FilterException when the filter cannot be read
   * @throws dev.drago.inference.OverloadedException when too many requests wait for a model
   */
  public Recommendation recommend(RecommendationRequest request) {
    return recommend(request, Steering.none());
  }

  /** The same, held to what {@code steering} says. */
  public Recommendation recommend(RecommendationRequest request, Steering steering) {
    Stopwatch watch = new Stopwatch();
    Deadline deadline = Deadline.in(request.timeout());
    List<String> degraded = new ArrayList<>();
    Set<String> asked = asked(request.strategy());
    Steering held = steering.and(boosts(request));
    try (Turn turn = turns.take();
        IndexView view = index.view()) {
      watch.lap("turn");
      CatalogSnapshot snapshot = catalog.snapshot();
      Profile profile = profile(request, snapshot);
      watch.lap("profile");
      BitSet allowed = allowed(request, profile, snapshot, view);
      held.restrict(allowed, view);
      watch.lap("rules");
      Scorer.Request question = new Scorer.Request(snapshot, view, profile, allowed, deadline);
      List<Opinion> opinions = opinions(score(question, asked, turn, degraded));
      watch.lap("scores");
      String strategy = answered(request.strategy(), degraded);
      Map<String, Double> weights = weights(strategy, profile, opinions, allowed);
      Fusion fusion = Fusion.of(opinions, weights, allowed, snapshot.size());
      if (onDemand(strategy)) {
        allowed = opinionated(fusion, allowed); // what it did not name it does not recommend
      }
      fusion = held.apply(fusion, allowed, view);
      if (strategy.equals(RecommendationRequest.RERANK)) {
        fusion = reranked(fusion, snapshot, profile, allowed, deadline, turn, degraded);
        watch.lap("rerank");
      }
      int[] best = select(fusion, allowed, request, snapshot, view);
      watch.lap("rank");
      List<Ranked> items = new ArrayList<>(best.length);
      double score = 0;
      for (int ordinal : best) {
        if (!allowed.get(ordinal) || !snapshot.isLive(ordinal)) {
          invented.increment();
        }
        Map<String, Double> shares = new LinkedHashMap<>();
        fusion.shares().forEach((name, share) -> shares.put(name, (double) share[ordinal]));
        if (!Float.isNaN(fusion.scores()[ordinal])) {
          score = fusion.scores()[ordinal];
        } // else nothing is known of it: it ranks last, with the score of the one before
        items.add(new Ranked(snapshot.item(ordinal), score, shares));
      }
      return new Recommendation(items, snapshot.version(), watch.laps(), degraded);
    }
  }

  /**
   * What scorers say of one profile, from one snapshot: rankings are fused from it.
   *
   * @param size of the snapshot
   * @param byScorer a row by ordinal each; read them only
   * @param nanos how long each took, asked alone
   */
  public record Rows(
      Profile profile, int size, Map<String, float[]> byScorer, Map<String, Long> nanos) {}

  /**
   * Asks scorers one after the other, without a deadline: what evaluation measures.
   *
   * @throws IllegalStateException when a scorer fails: a row left out would be measured as an
   *     answer
   */
  public Rows rows(Profile profile, Set<String> names) {
    CatalogSnapshot snapshot = catalog.snapshot();
    Map<String, float[]> rows = new LinkedHashMap<>();
    Map<String, Long> nanos = new LinkedHashMap<>();
    try (IndexView view = index.view()) {
      Scorer.Request question = new Scorer.Request(snapshot, view, profile, Deadline.none());
      for (Scorer scorer : scorers) {
        if (names.contains(scorer.name())) {
          long start = System.nanoTime();
          rows.put(scorer.name(), row(scorer, question));
          nanos.put(scorer.name(), System.nanoTime() - start);
        }
      }
    }
    return new Rows(profile, snapshot.size(), rows, nanos);
  }

  /** Has every scorer work once, so that what the first request would wait for is there. */
  public void prepare() {
    int[] live = catalog.snapshot().live().stream().toArray();
    int step = Math.max(1, live.length / FAMILIAR);
    int[] some = IntStream.range(0, live.length / step).map(n -> live[n * step]).toArray();
    rows(Profile.ofHistory(some), Set.copyOf(fusedScorers()));
  }

  private static float[] row(Scorer scorer, Scorer.Request question) {
    try {
      return scorer.score(question).join();
    } catch (CompletionException e) {
      throw new IllegalStateException(
          "no scores from '%s': %s".formatted(scorer.name(), e.getCause()), e);
    }
  }

  /**
   * The scores of the whole catalogue as {@link #recommend} would rank it.
   *
   * @param strategy {@code auto}, {@code rerank} or a scorer's name
   * @param without scorers whose weight is taken to be 0
   * @throws IllegalStateException when the chat model fails
   */
  public float[] scores(Rows rows, String strategy, Set<String> without, BitSet allowed) {
    Map<String, float[]> left = new LinkedHashMap<>(rows.byScorer());
    left.keySet().removeAll(without);
    List<Opinion> opinions = opinions(left);
    Map<String, Double> weights = weights(strategy, rows.profile(), opinions, allowed);
    Fusion fusion = Fusion.of(opinions, weights, allowed, rows.size());
    if (strategy.equals(RecommendationRequest.RERANK)) {
      List<String> degraded = new ArrayList<>();
      try (Turn turn = turns.take()) {
        fusion =
            reranked(
                fusion,
                catalog.snapshot(),
                rows.profile(),
                allowed,
                Deadline.none(),
                turn,
                degraded);
      }
      if (!degraded.isEmpty()) {
        throw new IllegalStateException("no reranking; the log says why");
      }
    }
    return fusion.scores();
  }

  /**
   * What each scorer adds to a ranking by {@code auto} for a weight of 1, by ordinal: what weights
   * are fitted to.
   */
  public Map<String, float[]> shares(Rows rows, BitSet allowed) {
    List<Opinion> opinions = opinions(rows.byScorer());
    Map<String, Double> ones = new LinkedHashMap<>();
    opinions.stream()
        .filter(opinion -> opinion.speaksOf(allowed))
        .forEach(opinion -> ones.put(opinion.scorer(), 1.0));
    return Fusion.of(opinions, ones, allowed, rows.size()).shares();
  }

  /** The strategy whose scores say why: {@code auto} where a chat model ranks. */
  String explained(String strategy) {
    return slowStrategies().contains(strategy) ? RecommendationRequest.AUTO : strategy;
  }

  /** The names of the scorers that a strategy needs. */
  Set<String> asked(String strategy) {
    if (!strategies().contains(strategy)) {
      throw new InvalidRequestException(
          "/strategy",
          "'%s' is not one of %s".formatted(strategy, String.join(", ", strategies())));
    }
    Set<String> asked = new LinkedHashSet<>();
    if (isFused(strategy) || onDemand(strategy)) {
      asked.addAll(fusedScorers());
    }
    if (!isFused(strategy)) {
      asked.add(strategy);
    }
    return asked;
  }

  /** The strategy that can be had: {@code auto} where one on demand came too late, or failed. */
  private String answered(String strategy, List<String> degraded) {
    return onDemand(strategy) && degraded.contains(strategy)
        ? RecommendationRequest.AUTO
        : strategy;
  }

  private boolean onDemand(String strategy) {
    return scorers.stream().anyMatch(s -> s.isOnDemand() && s.name().equals(strategy));
  }

  private static BitSet opinionated(Fusion fusion, BitSet allowed) {
    BitSet named = new BitSet();
    allowed.stream().filter(o -> !Float.isNaN(fusion.scores()[o])).forEach(named::set);
    return named;
  }

  /** With the chat model's opinion of the best candidates as one more share. */
  private Fusion reranked(
      Fusion fusion,
      CatalogSnapshot snapshot,
      Profile profile,
      BitSet allowed,
      Deadline deadline,
      Turn turn,
      List<String> degraded) {
    int[] candidates = Ranking.best(fusion.scores(), allowed, Verbalizer.MOST_CANDIDATES, snapshot);
    if (verbalizer.isEmpty() || candidates.length < 2) {
      return fusion;
    }
    List<Integer> asked = IntStream.of(candidates).boxed().toList();
    try {
      double[] opinions;
      try (var _ = turn.pause()) {
        opinions = deadline.await(verbalizer.get().opinions(snapshot, profile, asked, deadline));
      }
      float[] share = new float[snapshot.size()];
      for (int c = 0; c < candidates.length; c++) {
        share[candidates[c]] = (float) (RERANK_WEIGHT * opinions[c]);
      }
      return fusion.plus(RecommendationRequest.RERANK, share);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      degraded.add(RecommendationRequest.RERANK);
    } catch (TimeoutException | CancellationException e) {
      degraded.add(RecommendationRequest.RERANK);
    } catch (ExecutionException | RuntimeException e) {
      if (CallerGoneException.isCauseOf(e)) {
        throw new CallerGoneException();
      }
      // The ranking is there: it is answered as it is, whatever ails the chat model.
      LOG.log(Level.WARNING, "reranking failed and was left out", e);
      degraded.add(RecommendationRequest.RERANK);
    }
    return fusion;
  }

  private static boolean isFused(String strategy) {
    return strategy.equals(RecommendationRequest.AUTO)
        || strategy.equals(RecommendationRequest.RERANK);
  }

  Map<String, Double> weights(
      String strategy, Profile profile, List<Opinion> opinions, BitSet allowed) {
    if (!isFused(strategy)) {
      return Map.of(strategy, 1.0);
    }
    Set<String> speaking = new LinkedHashSet<>();
    opinions.stream()
        .filter(opinion -> opinion.speaksOf(allowed))
        .forEach(opinion -> speaking.add(opinion.scorer()));
    return fusionWeights.of(profile, speaking);
  }

  /** Rows with their scales, in the order of the scorers. */
  List<Opinion> opinions(Map<String, float[]> rows) {
    List<Opinion> opinions = new ArrayList<>(rows.size());
    for (Scorer scorer : scorers) {
      float[] row = rows.get(scorer.name());
      if (row != null) {
        opinions.add(new Opinion(scorer.name(), scorer.scale(), row));
      }
    }
    return opinions;
  }

  Profile profile(RecommendationRequest request, CatalogSnapshot snapshot) {
    return profiles.of(request, snapshot);
  }

  /** Leaves of {@code allowed} what a user's own filter lets through and they do not dislike. */
  public void restrictToPreferences(
      Optional<String> userId, BitSet allowed, CatalogSnapshot snapshot, IndexView view) {
    filterOf(userId, allowed, view);
    profiles.disliked(userId, snapshot).forEach(allowed::clear);
  }

  private void filterOf(Optional<String> userId, BitSet allowed, IndexView view) {
    profiles
        .preferences(userId)
        .filter()
        .ifPresent(filter -> allowed.and(view.ordinals(index.filter(filter))));
  }

  BitSet allowed(
      RecommendationRequest request, Profile profile, CatalogSnapshot snapshot, IndexView view) {
    BitSet allowed = snapshot.live();
    if (request.filter().isPresent()) {
      Filter filter = index.filter(request.filter().get());
      allowed.and(view.ordinals(filter));
    }
    filterOf(request.userId(), allowed, view);
    if (request.excludeSeen()) {
      IntStream.of(profile.history()).forEach(allowed::clear);
      IntStream.of(profile.liked()).forEach(allowed::clear);
    }
    IntStream.of(profile.disliked()).forEach(allowed::clear);
    request.exclude().forEach(id -> snapshot.ordinal(id).ifPresent(allowed::clear));
    return allowed;
  }

  private List<Steering.Boost> boosts(RecommendationRequest request) {
    return request.boosts().stream()
        .map(boost -> new Steering.Boost(index.filter(boost.filter()), boost.amount()))
        .toList();
  }

  /** The rows of the scorers asked, each as soon as it is there, all before the deadline. */
  Map<String, float[]> score(
      Scorer.Request question, Set<String> asked, Turn turn, List<String> degraded) {
    Pending<float[]> rows = Pending.ask(scorers, asked, scorer -> scorer.score(question));
    try (var _ = turn.pause()) {
      return rows.await(question.deadline(), degraded::add);
    }
  }

  private static int[] select(
      Fusion fusion,
      BitSet allowed,
      RecommendationRequest request,
      CatalogSnapshot snapshot,
      IndexView view) {
    if (request.diversity() == 0) {
      return Ranking.best(fusion.scores(), allowed, request.count(), snapshot);
    }
    int depth = Math.max(LEAST_CANDIDATES, CANDIDATES_PER_ITEM * request.count());
    int[] candidates = Ranking.best(fusion.scores(), allowed, depth, snapshot);
    float[] relevance = new float[candidates.length];
    for (int i = 0; i < relevance.length; i++) {
      float score = fusion.scores()[candidates[i]];
      relevance[i] = !Float.isNaN(score) ? score : i == 0 ? 0 : relevance[i - 1];
    }
    return Diversity.pick(candidates, relevance, view::vector, request.diversity(), request.count())
        .stream()
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
