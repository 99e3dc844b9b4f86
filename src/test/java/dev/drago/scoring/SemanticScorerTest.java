package dev.drago.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.drago.catalog.Item;
import dev.drago.catalog.ItemText;
import dev.drago.inference.ModelSize;
import dev.drago.inference.SentenceEmbedder;
import dev.drago.inference.Turns;
import dev.drago.llama.LlamaLibrary;
import dev.drago.llama.LlamaModel;
import dev.drago.llama.ModelOptions;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the embedder that ships, on eight invented items of four kinds, two of each. */
class SemanticScorerTest {

  private static final int[] NONE = {};

  private static final Map<String, String> TEXTS = new LinkedHashMap<>();

  static {
    TEXTS.put("station", "An astronaut alone on a space station drifts away from Earth.");
    TEXTS.put("mars", "A crew of astronauts lands on Mars and loses contact with mission control.");
    TEXTS.put("vault", "Thieves plan to rob the vault of a casino in one night.");
    TEXTS.put("bank", "A gang of robbers takes hostages in a bank and digs a tunnel to escape.");
    TEXTS.put("wedding", "Two friends fall in love while planning a wedding in the country.");
    TEXTS.put("letters", "A shy baker and a florist fall in love by writing letters.");
    TEXTS.put("bread", "How to bake sourdough bread at home, with twenty recipes.");
    TEXTS.put("soup", "A cookbook of soups and stews for cold evenings.");
  }

  @TempDir static Path directory;

  private static SentenceEmbedder embedder;
  private static Shelf shelf;
  private static SemanticScorer scorer;

  @BeforeAll
  static void fill() {
    LlamaLibrary library = LlamaLibrary.open(Optional.empty(), directory);
    embedder =
        new SentenceEmbedder(
            List.of(
                LlamaModel.load(
                    library, Path.of("models/e5-small-v2-q8_0.gguf"), ModelOptions.DEFAULT)),
            new ModelSize(1, 1, 1),
            64);
    shelf = new Shelf(directory.resolve("index"));
    TEXTS.forEach(
        (id, text) -> {
          Item item = new Item(id, "The " + id, text, Map.of());
          shelf.add(item, embedder.embedPassages(List.of(ItemText.of(item))).getFirst());
        });
    scorer = new SemanticScorer(embedder, Turns.ofProcessors());
  }

  @AfterAll
  static void close() {
    shelf.close();
    embedder.close();
  }

  @Test
  void aLikedItemPullsItsKindUp() {
    assertThat(best(profile(NONE, List.of("vault"), List.of()), "vault")).isEqualTo("bank");
    assertThat(best(profile(NONE, List.of("letters"), List.of()), "letters")).isEqualTo("wedding");
    assertThat(best(profile(NONE, List.of("mars"), List.of()), "mars")).isEqualTo("station");
  }

  @Test
  void aDislikedItemPushesItsKindDown() {
    for (Map.Entry<String, String> pair :
        Map.of("vault", "bank", "letters", "wedding", "mars", "station", "soup", "bread")
            .entrySet()) {
      float[] row = shelf.score(scorer, profile(NONE, List.of(), List.of(pair.getKey())));
      List<String> worstFirst =
          TEXTS.keySet().stream()
              .sorted(Comparator.comparingDouble(id -> row[shelf.ordinals(id)[0]]))
              .toList();
      assertThat(worstFirst).startsWith(pair.getKey(), pair.getValue());
    }
  }

  @Test
  void whatWasTakenLastCountsMost() {
    float[] spaceLast = shelf.score(scorer, Profile.ofHistory(shelf.ordinals("soup", "mars")));
    float[] soupLast = shelf.score(scorer, Profile.ofHistory(shelf.ordinals("mars", "soup")));
    int station = shelf.ordinals("station")[0];
    int bread = shelf.ordinals("bread")[0];

    assertThat(spaceLast[station]).isGreaterThan(soupLast[station]).isGreaterThan(spaceLast[bread]);
    assertThat(soupLast[bread]).isGreaterThan(spaceLast[bread]);
  }

  @Test
  void aWishOutweighsTheHistory() {
    Profile profile =
        new Profile(
            shelf.ordinals("bread", "soup"), NONE, NONE, Optional.of("stories about robbers"));

    assertThat(best(profile, "bread", "soup")).isIn("bank", "vault");
  }

  @Test
  void aWishFindsItsKind() {
    assertThat(best(wish("something set in outer space"))).isIn("station", "mars");
    assertThat(best(wish("I want to cook"))).isIn("bread", "soup");
    assertThat(best(wish("romance"))).isIn("letters", "wedding");
  }

  /** One item taken: the row is the cosine of each item with it, both as plain loops. */
  @Test
  void theRowOfOneItemIsTheCosineWithItLessTheMean() {
    List<float[]> vectors =
        embedder.embedPassages(
            TEXTS.entrySet().stream()
                .map(
                    e ->
                        ItemText.of(
                            new Item(e.getKey(), "The " + e.getKey(), e.getValue(), Map.of())))
                .toList());
    int width = embedder.dimension();
    double[] wanted = new double[width];
    for (int d = 0; d < width; d++) {
      int at = d;
      wanted[d] = vectors.get(2)[d] - vectors.stream().mapToDouble(v -> v[at]).average().orElse(0);
    }
    double length =
        Math.sqrt(IntStream.range(0, width).mapToDouble(d -> wanted[d] * wanted[d]).sum());

    float[] row = shelf.score(scorer, Profile.ofHistory(shelf.ordinals("vault")));

    for (int o = 0; o < row.length; o++) {
      float[] vector = vectors.get(o);
      double cosine =
          IntStream.range(0, width).mapToDouble(d -> vector[d] * wanted[d] / length).sum();
      assertThat((double) row[o]).isCloseTo(cosine, within(1e-3));
    }
  }

  @Test
  void ofAStrangerItHasNoOpinion() {
    assertThat(shelf.score(scorer, Profile.ofHistory(NONE))).hasSize(8).containsOnly(Float.NaN);
  }

  @Test
  void anItemWithoutAVectorIsNeitherScoredNorRead() {
    try (Shelf other = new Shelf(directory.resolve("bare")).add("bare", "blank")) {
      assertThat(other.score(scorer, Profile.ofHistory(other.ordinals("bare"))))
          .containsOnly(Float.NaN);
      assertThat(other.score(scorer, new Profile(NONE, NONE, NONE, Optional.of("anything at all"))))
          .containsOnly(Float.NaN);
    }
  }

  private static Profile wish(String words) {
    return new Profile(NONE, NONE, NONE, Optional.of(words));
  }

  private static Profile profile(int[] history, List<String> liked, List<String> disliked) {
    return new Profile(
        history,
        shelf.ordinals(liked.toArray(String[]::new)),
        shelf.ordinals(disliked.toArray(String[]::new)),
        Optional.empty());
  }

  /** The item with the highest score but for {@code without}. */
  private static String best(Profile profile, String... without) {
    float[] row = shelf.score(scorer, profile);
    return TEXTS.keySet().stream()
        .filter(id -> !List.of(without).contains(id))
        .max(Comparator.comparingDouble(id -> row[shelf.ordinals(id)[0]]))
        .orElseThrow();
  }
}
