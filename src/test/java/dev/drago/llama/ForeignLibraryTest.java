package dev.drago.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Libraries that are not b4916, of every kind a user may name: each is one sentence. */
final class ForeignLibraryTest {

  private static final String SHIFTED =
      """
      #include <string.h>
      struct model { char bytes[%d]; };
      struct context { char bytes[%d]; };
      struct model llama_model_default_params(void) {
        struct model params; memset(&params, 0, sizeof params);
        int split = 1; memcpy(params.bytes + 12, &split, 4); params.bytes[57] = 1;
        return params;
      }
      struct context llama_context_default_params(void) {
        struct context params; memset(&params, 0, sizeof params);
        int ctx = 512; memcpy(params.bytes + 8, &ctx, 4);
        return params;
      }
      """;

  @TempDir Path directory;

  @Test
  void anAbiWithNCtxElsewhereIsRefusedByTheFieldsThatAreWrong() throws Exception {
    Path library = compile("shifted", SHIFTED.formatted(64, 120) + stubs());
    assertThat(refusal(library))
        .contains("it is not the expected build b4916: wrong are n_ctx (0), n_batch (0)")
        .doesNotContain("use_mmap", "split_mode", "\n");
  }

  @Test
  void aLongerStructureIsNoticed() throws Exception {
    Path library = compile("longer", SHIFTED.formatted(72, 136) + stubs());
    assertThat(refusal(library))
        .contains("the size of llama_model_params", "the size of llama_context_params")
        .doesNotContain("\n");
  }

  @Test
  void aLibraryThatNeedsAnotherWhichIsNotThereNamesThat() throws Exception {
    Path other = compile("other", "int other(void) { return 1; }");
    Path needs =
        compile("needs", "int other(void); int needs(void) { return other(); }", other.toString());
    Files.delete(other);
    assertThat(refusal(needs)).contains("libother.so").doesNotContain("\n");
  }

  @Test
  void whatIsNoLibraryIsSaidToBeNone() throws IOException {
    for (byte[] content :
        List.of(new byte[0], "text".getBytes(StandardCharsets.US_ASCII), new byte[4096])) {
      Path file = Files.write(directory.resolve("libllama.so"), content);
      assertThat(refusal(file)).contains("it is not a shared library").doesNotContain("\n");
    }
    assertThat(refusal(Path.of(System.getProperty("java.home"), "bin", "java")))
        .contains("cannot be used")
        .doesNotContain("\n");
  }

  @Test
  void aLibraryForAnotherProcessorNamesBoth() throws IOException {
    Path arm = Files.write(directory.resolve("libarm.so"), elf(2, 183));
    assertThatThrownBy(() -> ElfHeader.require(arm, "amd64"))
        .hasMessage("it is for aarch64, and this is amd64");
    Path old = Files.write(directory.resolve("libold.so"), elf(1, 3));
    assertThatThrownBy(() -> ElfHeader.require(old, "x86_64"))
        .hasMessage("it is for x86, and this is amd64");
    ElfHeader.require(arm, "aarch64");
    if (System.getProperty("os.arch").equals("amd64")) {
      assertThat(refusal(arm)).contains("it is for aarch64").doesNotContain("\n");
    }
  }

  private String refusal(Path library) {
    LlamaException refused =
        catchThrowableOfType(
            LlamaException.class, () -> LlamaLibrary.open(Optional.of(library), directory));
    assertThat(refused.getMessage()).contains(library.getFileName().toString());
    return String.valueOf(refused.getMessage());
  }

  /** All that the binding calls, doing nothing: a library without any of it says what it lacks. */
  private String stubs() throws Exception {
    String lacks = "it lacks the functions ";
    String refused = refusal(compile("empty", "int nothing;"));
    List<String> functions =
        List.of(refused.substring(refused.indexOf(lacks) + lacks.length()).split(", "));
    assertThat(functions).contains("llama_decode", "ggml_backend_dev_count");
    return functions.stream()
        .filter(name -> !name.endsWith("_default_params"))
        .map("void %s(void) {}\n"::formatted)
        .collect(Collectors.joining());
  }

  private Path compile(String name, String source, String... more) throws Exception {
    Path compiler = Path.of("/usr/bin/cc");
    assumeTrue(Files.isExecutable(compiler), "there is no C compiler at " + compiler);
    Path file = Files.writeString(directory.resolve(name + ".c"), source);
    Path library = directory.resolve("lib" + name + ".so");
    List<String> command =
        new ArrayList<>(List.of(compiler.toString(), "-shared", "-fPIC", "-o", library.toString()));
    command.add(file.toString());
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    return library;
  }

  private static byte[] elf(int bits, int machine) {
    ByteBuffer header = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    header.put(new byte[] {0x7f, 'E', 'L', 'F', (byte) bits, 1, 1});
    header.putShort(16, (short) 3).putShort(18, (short) machine);
    return header.array();
  }
}
