package dev.drago.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drago.store.EmbeddingRepository.Entry;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestStore.class)
class EmbeddingRepositoryTest {

  private final TestStore store;

  @TempDir Path folder;

  private StoreLocation location;

  private Database database;
  private EmbeddingRepository embeddings;

  EmbeddingRepositoryTest(TestStore store) {
    this.store = store;
  }

  @BeforeEach
  void place() {
    location = store.fresh(folder);
    open();
  }

  private void open() {
    database = Database.open(location);
    embeddings = new EmbeddingRepository(database, "model:text-1");
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aVectorComesBackToTheBitAlsoAfterOpeningAgain() {
    long seed = 4;
    Random random = new Random(seed);
    float[] vector = new float[1_000];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = Float.intBitsToFloat(random.nextInt() & 0xBF7FFFFF); // every finite kind
    }
    vector[0] = -0.0f;
    vector[1] = Float.MIN_VALUE;
    embeddings.put(List.of(new Entry("text", vector)));
    database.close();
    open();
    float[] found = embeddings.find("text").orElseThrow();
    assertThat(bits(found)).as("seed %d", seed).isEqualTo(bits(vector));
  }

  @Test
  void textsAreToldApartToTheCharacter() {
    List<String> texts =
        List.of("", " ", "é", "e\u0301", "E\u0301", "👩‍🚀", "👩🚀", "a\nb", "a b");
    for (int i = 0; i < texts.size(); i++) {
      embeddings.put(List.of(new Entry(texts.get(i), new float[] {i})));
    }
    for (int i = 0; i < texts.size(); i++) {
      assertThat(embeddings.find(texts.get(i)).orElseThrow()).containsExactly(i);
    }
    assertThat(embeddings.find("\n")).isEmpty();
  }

  @Test
  void anotherModelKnowsNothingOfThisOnes() {
    embeddings.put(List.of(new Entry("text", new float[] {1})));
    assertThat(new EmbeddingRepository(database, "model:text-2").find("text")).isEmpty();
    assertThat(new EmbeddingRepository(database, "model").find("text")).isEmpty();
  }

  @Test
  void theFirstVectorOfATextStays() {
    embeddings.put(List.of(new Entry("text", new float[] {1}), new Entry("text", new float[] {2})));
    embeddings.put(List.of(new Entry("text", new float[] {3})));
    assertThat(embeddings.find("text").orElseThrow()).containsExactly(1);
  }

  @Test
  void puttingNothingIsNothing() {
    embeddings.put(List.of());
    assertThat(embeddings.find("")).isEmpty();
  }

  private static int[] bits(float[] vector) {
    int[] bits = new int[vector.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(vector[i]);
    }
    return bits;
  }
}
