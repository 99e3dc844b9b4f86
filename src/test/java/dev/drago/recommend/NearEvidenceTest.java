package dev.drago.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.catalog.Item;
import dev.drago.explain.Detail;
import dev.drago.explain.Evidence;
import dev.drago.explain.Explainer;
import dev.drago.explain.Explanation;
import dev.drago.explain.ExplanationRequest;
import dev.drago.inference.ModelSize;
import dev.drago.inference.SentenceEmbedder;
import dev.drago.llama.LlamaLibrary;
import dev.drago.llama.LlamaModel;
import dev.drago.llama.ModelOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of an item that is near in meaning and lifted nothing. */
class NearEvidenceTest {

  @TempDir private Path folder = Path.of("");

  private Explanation afterTrial(float effect) {
    LlamaLibrary library = LlamaLibrary.open(Optional.empty(), folder);
    try (SentenceEmbedder embedder =
            new SentenceEmbedder(
                List.of(
                    LlamaModel.load(
                        library, Path.of("models", "e5-small-v2-q8_0.gguf"), ModelOptions.DEFAULT)),
                new ModelSize(1, 1, 1),
                64);
        SmallShop shop =
            new SmallShop(
                folder.resolve("shop" + effect),
                Optional.of(embedder),
                List.of(new Lifting(back -> effect)))) {
      shop.put(
          film("trial", "Midnight Trial", "A court, a lawyer and the jury of a murder trial."),
          film("jury", "The Jury", "A court, a lawyer and the jury of a murder trial."),
          film("orbit", "Last Orbit", "Astronauts drift in a broken space station."),
          film("roses", "Roses", "A gardener grows roses by the sea."),
          film("ring", "The Ring", "A boxer trains for a last fight."));
      return new Explainer(
              new Attributor(shop.recommender()),
              shop.recommender().index(),
              Optional.empty(),
              Optional.empty())
          .explain(
              new ExplanationRequest(
                  "jury", Ask.after("trial").request(), Detail.TEXT, Language.EN));
    }
  }

  private static Item film(String id, String title, String text) {
    return new Item(id, title, text, Map.of());
  }

  @Test
  void itIsSaidToBeNearAndNotTheCause() {
    Explanation why = afterTrial(0);
    assertThat(why.text()).isEqualTo("It is close to “Midnight Trial”.");
    assertThat(why.evidence()).hasSize(1).first().isInstanceOf(Evidence.OfItem.class);
  }

  @Test
  void whereItLoweredTheScoreItIsNotShown() {
    Explanation why = afterTrial(-0.5f);
    assertThat(why.evidence()).isEmpty();
    assertThat(why.text()).isEqualTo("No single reason stands out for it yet.");
  }

  @Test
  void whereItLiftedTheScoreItIsTheCause() {
    assertThat(afterTrial(0.5f).text()).startsWith("Because you chose “Midnight Trial”.");
  }
}
