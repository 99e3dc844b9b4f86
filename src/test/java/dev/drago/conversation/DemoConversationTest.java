package dev.drago.conversation;

import static dev.drago.conversation.Scripted.like;
import static dev.drago.conversation.Scripted.mood;
import static dev.drago.conversation.Scripted.refine;
import static dev.drago.conversation.Scripted.years;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.catalog.AttributeValue;
import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.Item;
import dev.drago.catalog.ItemJson;
import dev.drago.inference.ModelSize;
import dev.drago.inference.SentenceEmbedder;
import dev.drago.llama.LlamaLibrary;
import dev.drago.llama.LlamaModel;
import dev.drago.llama.ModelOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conversations over the films of the demo, with the embedder that ships. */
class DemoConversationTest {

  private static final Path EMBEDDER = Path.of("models", "e5-small-v2-q8_0.gguf");

  @TempDir static Path folder;
  private static SentenceEmbedder embedder;
  private static Talk talk;

  @BeforeAll
  static void open() {
    LlamaLibrary library = LlamaLibrary.open(Optional.empty(), folder);
    embedder =
        new SentenceEmbedder(
            List.of(LlamaModel.load(library, EMBEDDER, ModelOptions.DEFAULT)),
            new ModelSize(1, 1, 1),
            64);
    talk = new Talk(folder, films(), Optional.of(embedder), 100);
  }

  @AfterAll
  static void close() {
    talk.close();
    embedder.close();
  }

  @Test
  void likeAlienButFunnierAndNotFromTheEightiesGivesWhatWasSaid() {
    String id = talk.begin();
    Reply alien = talk.say(id, refine(like("alien-1979")));
    Reply funnier = talk.say(id, refine(mood("funny", true)));
    Reply notTheEighties = talk.say(id, refine(years(1980, 1989, false)));

    assertThat(share(alien, "Science Fiction")).isGreaterThanOrEqualTo(0.8);
    assertThat(share(funnier, "Comedy"))
        .isGreaterThanOrEqualTo(0.4)
        .isGreaterThan(share(alien, "Comedy"));
    assertThat(share(funnier, "Science Fiction")).isGreaterThanOrEqualTo(0.5);
    assertThat(Talk.ids(funnier)).contains("galaxy-quest-1999").doesNotContain("alien-1979");
    assertThat(Talk.items(notTheEighties)).hasSize(10).noneMatch(item -> isFrom(item, 1980, 1989));
    assertThat(Talk.items(funnier)).anyMatch(item -> isFrom(item, 1980, 1989));
    assertThat(share(notTheEighties, "Comedy")).isGreaterThanOrEqualTo(0.4);
    assertThat(notTheEighties.statements().stream().map(Reply.Labelled::label))
        .containsExactly("like Alien", "+ funny", "− 1980–1989");
  }

  /**
   * Of several first films and all moods with values: the share of items with such a value rises.
   */
  @Test
  void aMoodRaisesTheShareOfItemsThatHaveItAndAnUnwantedOneLowersIt() {
    int tried = 0;
    for (String first : List.of("alien-1979", "heat-1995", "titanic-1997", "toy-story-1995")) {
      for (Mood mood : Moods.standard().all()) {
        if (mood.values().isEmpty()) {
          continue;
        }
        String id = talk.begin();
        double before = share(talk.say(id, refine(like(first))), mood);
        Reply with = talk.say(id, refine(mood(mood.name(), true)));
        Reply without = talk.say(id, refine(mood(mood.name(), false)));
        String what = "%s after %s: %s".formatted(mood.name(), first, Talk.text(with));
        System.out.printf(
            "%-12s %-16s %.1f %.1f %.1f%n",
            mood.name(), first, before, share(with, mood), share(without, mood));
        assertThat(share(with, mood)).as(what).isGreaterThanOrEqualTo(Math.min(1, before + 0.1));
        assertThat(share(without, mood)).as(what).isLessThanOrEqualTo(Math.min(before, 0.2));
        tried++;
      }
    }
    assertThat(tried).isGreaterThan(30);
  }

  @Test
  void everyRecommendedItemMeetsAllThatCanBeChecked() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> genres = List.of("Comedy", "Drama", "Horror", "Romance", "Action", "Crime");
    for (int round = 0; round < 20; round++) {
      String id = talk.begin();
      for (int turn = 0; turn < 4; turn++) {
        int from = 1930 + random.nextInt(80);
        String genre = genres.get(random.nextInt(genres.size()));
        Reply reply =
            talk.say(
                id,
                refine(
                    random.nextBoolean()
                        ? years(from, from + random.nextInt(20), random.nextInt(3) > 0)
                        : new Statement.OfAttribute("genres", genre, random.nextInt(3) > 0)));
        for (Item item : Talk.items(reply)) {
          assertThat(reply.session().said())
              .as("seed %d, %s", seed, item)
              .allMatch(said -> meets(item, said.statement()));
        }
        if (Talk.items(reply).isEmpty()) {
          assertThat(films().stream().filter(film -> meetsAll(film, reply.session())))
              .as("seed %d", seed)
              .isEmpty();
        }
      }
    }
  }

  private static boolean meetsAll(Item item, Session session) {
    return session.said().stream().allMatch(said -> meets(item, said.statement()));
  }

  private static boolean meets(Item item, Statement statement) {
    return switch (statement) {
      case Statement.OfAttribute s -> genres(item).contains(s.value()) == s.wanted();
      case Statement.OfRange s ->
          isFrom(item, s.from().orElse(-1e9), s.to().orElse(1e9)) == s.wanted();
      default -> true;
    };
  }

  private static boolean isFrom(Item item, double from, double to) {
    return item.attributes().get("year") instanceof AttributeValue.Numeric(double year)
        && year >= from
        && year <= to;
  }

  private static double share(Reply reply, String genre) {
    List<Item> items = Talk.items(reply);
    return items.stream().filter(item -> genres(item).contains(genre)).count()
        / (double) items.size();
  }

  private static double share(Reply reply, Mood mood) {
    List<String> values = mood.values().stream().map(Mood.Value::value).toList();
    List<Item> items = Talk.items(reply);
    return items.stream().filter(item -> genres(item).stream().anyMatch(values::contains)).count()
        / (double) items.size();
  }

  static List<String> genres(Item item) {
    return item.attributes().get("genres") instanceof AttributeValue.Keywords(var values)
        ? values
        : List.of();
  }

  static List<Item> films() {
    try (InputStream in = DemoConversationTest.class.getResourceAsStream("/demo/catalogue.jsonl")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> ItemJson.parse(line, CatalogSchema.empty()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
