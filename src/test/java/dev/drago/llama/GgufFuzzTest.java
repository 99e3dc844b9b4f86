package dev.drago.llama;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import com.code_intelligence.jazzer.mutation.annotation.WithLength;
import dev.drago.llama.TinyModels.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Any bytes are read as a model or refused with a sentence. A run of the tests tries the inputs
 * kept in {@code GgufFuzzTestInputs}; CONTRIBUTING says how to fuzz.
 */
class GgufFuzzTest {

  private static final byte[] WHOLE =
      TinyModels.sequence(Shape.SMALL, List.of("a", "b", "ü 1"), 1).writer().bytes();

  @FuzzTest(maxDuration = "5m")
  void aFileOfAnyBytes(byte @NotNull [] bytes) throws IOException {
    read(bytes);
  }

  /** A good header, of which some bytes were overwritten. */
  @FuzzTest(maxDuration = "5m")
  void aWholeModelWithBytesOverwritten(
      byte @NotNull @WithLength(min = 1, max = 64) [] patch, int where, boolean cut)
      throws IOException {
    byte[] bytes = WHOLE.clone();
    int at = Math.floorMod(where, Math.min(bytes.length, 8_192) - patch.length);
    System.arraycopy(patch, 0, bytes, at, patch.length);
    read(cut ? java.util.Arrays.copyOf(bytes, at + patch.length) : bytes);
  }

  private static void read(byte[] bytes) throws IOException {
    Path file = Files.createTempFile("drago-fuzz", ".gguf");
    try {
      Files.write(file, bytes);
      Gguf.read(file).requireRunnable();
    } catch (InvalidModelException e) {
      assertThat(e.getMessage()).as("a sentence that names the file").contains(file.toString());
    } finally {
      Files.delete(file);
    }
  }
}
