package dev.drago.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class TextAssemblyTest {

  /** However the bytes are cut, the text is what stands before the first stop string. */
  @RepeatedTest(200)
  void theTextDoesNotDependOnWhereTokensEnd() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      text.append(List.of("a", "b", "ab", "é", "🎬", "\n", "日").get(random.nextInt(7)));
    }
    List<String> stop =
        List.of(List.of("ab\n", "ba"), List.of("aab", "🎬é"), List.<String>of(), List.of("bbb"))
            .get(random.nextInt(4));
    String whole = text.toString();
    int end =
        stop.stream().mapToInt(whole::indexOf).filter(at -> at >= 0).min().orElse(whole.length());

    StringBuilder pieces = new StringBuilder();
    TextAssembly assembly = new TextAssembly(stop, pieces::append);
    byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
    boolean stopped = false;
    for (int from = 0; from < bytes.length && !stopped; ) {
      int to = Math.min(bytes.length, from + 1 + random.nextInt(3));
      stopped = assembly.append(Arrays.copyOfRange(bytes, from, to));
      from = to;
    }
    assembly.end();

    assertThat(assembly.text()).as("seed %d", seed).isEqualTo(whole.substring(0, end));
    assertThat(pieces).hasToString(assembly.text());
    assertThat(stopped).isEqualTo(end < whole.length());
  }

  @Test
  void whatIsNoTextAtAllIsShownAsSuch() {
    TextAssembly assembly = new TextAssembly(List.of(), piece -> {});
    assembly.append(new byte[] {(byte) 0xff, 'a', (byte) 0xf0, (byte) 0x9f});
    assembly.end();
    assertThat(assembly.text()).isEqualTo("\uFFFDa\uFFFD");
  }
}
