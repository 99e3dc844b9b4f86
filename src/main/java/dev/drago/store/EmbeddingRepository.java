package dev.drago.store;

import dev.drago.file.Sha256;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/**
 * Vectors that were computed once: by hash of model and text, so that the same text is never
 * embedded twice by the same model, across items, re-imports and rebuilt indexes.
 */
public final class EmbeddingRepository {

  /** A text and its vector. */
  public record Entry(String text, float[] vector) {}

  private final Database database;
  private final String model;

  /**
   * @param model what makes a vector of a text: the model's checksum and the version of the
   *     template
   */
  public EmbeddingRepository(Database database, String model) {
    this.database = database;
    this.model = model;
  }

  public Optional<float[]> find(String text) {
    return database
        .read(
            handle ->
                handle
                    .createQuery("SELECT vector FROM embedding WHERE key = :key")
                    .bind("key", key(text))
                    .mapTo(byte[].class)
                    .findOne())
        .map(EmbeddingRepository::decode);
  }

  public void put(List<Entry> entries) {
    database.write(
        handle -> {
          var batch =
              handle.prepareBatch(
                  "INSERT INTO embedding (key, vector) VALUES (:key, :vector) ON CONFLICT DO NOTHING");
          for (Entry entry : entries) {
            batch.bind("key", key(entry.text())).bind("vector", encode(entry.vector())).add();
          }
          return batch.execute();
        });
  }

  private byte[] key(String text) {
    MessageDigest digest = Sha256.digest();
    digest.update(model.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    return digest.digest(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] encode(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return bytes.array();
  }

  private static float[] decode(byte[] bytes) {
    float[] vector = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
    return vector;
  }
}
