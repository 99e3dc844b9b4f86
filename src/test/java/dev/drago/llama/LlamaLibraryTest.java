package dev.drago.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LlamaLibraryTest {

  @TempDir Path directory;

  @Test
  void theBundledLibraryIsUnpackedAndLoaded() throws IOException {
    LlamaLibrary library = LlamaLibrary.open(Optional.empty(), directory);
    assertThat(library.path().getFileName().toString()).matches("libjllama-[0-9a-f]{16}\\.so");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(library.path().getParent())))
        .isEqualTo("rwx------");
    assertThat(library.systemInfo()).contains("AVX2 = 1");
    assertThat(library.supportsGpuOffload()).isFalse();
    assertThat(LlamaLibrary.open(Optional.empty(), directory)).isSameAs(library);
    assertThat(LlamaLibrary.open(Optional.of(library.path()), directory)).isSameAs(library);
  }

  @Test
  void manyUnpackAtOnceAndAllGetTheWholeFile() throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(6)) {
      List<Future<Path>> paths = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        Callable<Path> unpack = () -> BundledLibrary.unpack(directory);
        paths.add(pool.submit(unpack));
      }
      for (Future<Path> path : paths) {
        assertThat(path.get()).hasSize(5_622_712);
      }
    }
    assertThat(directory.resolve("native")).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void aDamagedFileIsReplacedAndAWholeOneKept() throws IOException {
    Path file = BundledLibrary.unpack(directory);
    Object kept = Files.getAttribute(file, "unix:ino");
    assertThat(BundledLibrary.unpack(directory)).isEqualTo(file);
    assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(kept);
    Files.writeString(file, "damaged");
    assertThat(BundledLibrary.unpack(directory)).isEqualTo(file).hasSize(5_622_712);
  }

  @Test
  void anotherLibraryIsRefused() throws IOException {
    assertThatThrownBy(() -> LlamaLibrary.open(Optional.of(directory), directory))
        .isInstanceOf(LlamaException.class)
        .hasMessageContaining("there is no native library at");
    Path text = Files.writeString(directory.resolve("libllama.so"), "not a library");
    assertThatThrownBy(() -> LlamaLibrary.open(Optional.of(text), directory))
        .isInstanceOf(LlamaException.class)
        .hasMessageContaining("it is not a shared library");
    Path java = Path.of(System.getProperty("java.home"), "lib", "libzip.so");
    assertThatThrownBy(() -> LlamaLibrary.open(Optional.of(java), directory))
        .isInstanceOf(LlamaException.class)
        .hasMessageContaining("it lacks the functions llama_backend_init");
  }

  @Test
  void aMachineThatCannotRunItIsRefused() {
    BundledLibrary.requireMachine("Linux", "amd64");
    BundledLibrary.requireFeatures("processor: 0\nflags\t\t: fpu avx2 fma f16c bmi2\n");
    assertThatThrownBy(() -> BundledLibrary.requireMachine("Windows 11", "amd64"))
        .isInstanceOf(LlamaException.class)
        .hasMessageContaining("Windows 11");
    assertThatThrownBy(() -> BundledLibrary.requireMachine("Linux", "aarch64"))
        .hasMessageContaining("aarch64");
    assertThatThrownBy(() -> BundledLibrary.requireFeatures("flags\t\t: fpu avx f16c\n"))
        .hasMessageContaining("lacks avx2, bmi2, fma,");
    assertThatThrownBy(() -> BundledLibrary.requireFeatures("")).hasMessageContaining("lacks avx2");
  }

  @Test
  void partsOfALogLineAreJoinedAndErrorsKept() {
    NativeLog.append(4, "it ");
    NativeLog.append(5, "broke\n");
    NativeLog.append(2, "a line of information\n");
    NativeLog.append(4, "again\n");
    assertThat(NativeLog.takeErrors()).isEqualTo(": it broke; again");
    assertThat(NativeLog.takeErrors()).isEmpty();
  }
}
