package dev.drago.evaluation.load;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What Drago's routes are asked, with the items of the server under test.
 *
 * <p>Every client of every run draws from a random sequence of its own, so that no run finds in the
 * server's caches what an earlier one has left there, and the same runs with the same seed ask the
 * same.
 */
public final class Scenarios {

  private static final int HISTORY = 50;
  private static final int SHORT_HISTORY = 10;
  private static final int SHORTEST_WORD = 3;
  private static final int FEWEST_WORDS = 2;
  private static final int MOST_WORDS = 4;

  private final List<ServedItem> items;
  private final List<String> users;
  private final String[] quotedIds;
  private final List<String> words;
  private final long seed;
  private final AtomicLong clients = new AtomicLong();

  /**
   * @param items at least one
   * @param users stored users of the server; without any, they are not asked for
   */
  public Scenarios(List<ServedItem> items, List<String> users, long seed) {
    if (items.isEmpty()) {
      throw new IllegalArgumentException("the server has no items to ask for: import some first");
    }
    this.items = List.copyOf(items);
    this.users = List.copyOf(users);
    this.seed = seed;
    this.quotedIds = items.stream().map(item -> quote(item.id())).toArray(String[]::new);
    this.words = words(items);
  }

  /** All scenarios, in the order of a report. */
  public List<Scenario> all() {
    List<Scenario> all = new ArrayList<>();
    all.add(scenario("recommend", this::anotherHistoryEachTime));
    all.add(scenario("recommend-same", this::sameHistory));
    all.add(scenario("recommend-grown", this::grownHistory));
    if (!users.isEmpty()) {
      all.add(scenario("recommend-user", this::storedUser));
    }
    for (String mode : List.of("semantic", "hybrid", "keyword")) {
      all.add(scenario("search-" + mode, random -> search(random, mode)));
    }
    all.add(scenario("similar", this::similar));
    return List.copyOf(all);
  }

  private Scenario scenario(String name, Function<SplittableRandom, Supplier<Request>> requests) {
    return new Scenario(
        name,
        client -> requests.apply(new SplittableRandom(seed + clients.getAndIncrement()).split()));
  }

  /** Nothing cached helps: the whole history goes through the model. */
  private Supplier<Request> anotherHistoryEachTime(SplittableRandom random) {
    return () -> recommend(history(random, HISTORY));
  }

  /** Everything cached helps: one token goes through the model. */
  private Supplier<Request> sameHistory(SplittableRandom random) {
    Request request = recommend(history(random, HISTORY));
    return () -> request;
  }

  /**
   * How a visit goes: what was known, and one item more. From 10 items to 50, then another visitor.
   */
  private Supplier<Request> grownHistory(SplittableRandom random) {
    return new Supplier<>() {
      private int[] whole = history(random, HISTORY);
      private int known = Math.min(SHORT_HISTORY, whole.length);

      @Override
      public Request get() {
        if (known > whole.length) {
          whole = history(random, HISTORY);
          known = Math.min(SHORT_HISTORY, whole.length);
        }
        return recommend(Arrays.copyOf(whole, known++));
      }
    };
  }

  private Supplier<Request> storedUser(SplittableRandom random) {
    return () -> {
      String user = users.get(random.nextInt(users.size()));
      return Request.get("/v1/users/" + ServedItem.escape(user) + "/recommendations?count=10");
    };
  }

  private Supplier<Request> search(SplittableRandom random, String mode) {
    return () -> {
      StringBuilder query = new StringBuilder();
      int count = random.nextInt(FEWEST_WORDS, MOST_WORDS + 1);
      for (int i = 0; i < count; i++) {
        query.append(i == 0 ? "" : " ").append(words.get(random.nextInt(words.size())));
      }
      return Request.post(
          "/v1/search",
          "{\"query\":" + quote(query.toString()) + ",\"mode\":\"" + mode + "\",\"count\":10}");
    };
  }

  private Supplier<Request> similar(SplittableRandom random) {
    return () -> {
      String id = items.get(random.nextInt(items.size())).id();
      return Request.get("/v1/items/" + ServedItem.escape(id) + "/similar?count=10");
    };
  }

  private Request recommend(int[] history) {
    StringBuilder body = new StringBuilder("{\"history\":[");
    for (int i = 0; i < history.length; i++) {
      body.append(i == 0 ? "" : ",").append(quotedIds[history[i]]);
    }
    return Request.post("/v1/recommendations", body.append("],\"count\":10}").toString());
  }

  /** Different items, as many as asked for or as there are. */
  private int[] history(SplittableRandom random, int length) {
    return random.ints(0, items.size()).distinct().limit(Math.min(length, items.size())).toArray();
  }

  /** The words of the titles; where there are none, the titles themselves. */
  private static List<String> words(List<ServedItem> items) {
    List<String> words =
        items.stream()
            .flatMap(item -> Arrays.stream(item.title().split("[^\\p{L}]+", -1)))
            .filter(word -> word.length() >= SHORTEST_WORD)
            .distinct()
            .toList();
    return words.isEmpty() ? items.stream().map(ServedItem::title).toList() : words;
  }

  private static String quote(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}
