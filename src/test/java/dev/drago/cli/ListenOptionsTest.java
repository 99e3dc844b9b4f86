package dev.drago.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drago.access.FreshKey;
import dev.drago.access.KeyText;
import dev.drago.access.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Where a server may listen, by which keys it has. */
final class ListenOptionsTest {

  private static final Map<String, String> NOTHING = Map.of();

  @TempDir Path folder;

  private static ListenOptions options(String... arguments) {
    ListenOptions options = new ListenOptions();
    new CommandLine(
            CommandLine.Model.CommandSpec.create()
                .addMixin("listen", CommandLine.Model.CommandSpec.forAnnotatedObject(options)))
        .parseArgs(arguments);
    return options;
  }

  private Path keys() throws IOException {
    FreshKey key = FreshKey.make("shop", Role.READ, Optional.empty());
    Path file = Files.writeString(folder.resolve("keys"), KeyText.line(key.known()));
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void withoutKeysOnlyThisMachineIsServed() {
    for (String host : new String[] {"127.0.0.1", "127.1.2.3", "::1"}) {
      ListenOptions options = options("--host", host);
      ListenOptions.KeySource source = options.keySource(NOTHING::get);
      assertThat(source.keys()).isEmpty();
      assertThat(options.whoIsLetIn(source)).contains("nobody else");
    }
    for (String host : new String[] {"0.0.0.0", "::", "192.0.2.1"}) {
      assertThatThrownBy(() -> options("--host", host).keySource(NOTHING::get))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("--host " + host + " lets everybody")
          .hasMessageContaining("--keys");
      ListenOptions insecure = options("--host", host, "--insecure");
      assertThat(insecure.whoIsLetIn(insecure.keySource(NOTHING::get)))
          .contains("everybody who reaches " + host);
    }
  }

  @Test
  void keysComeFromAnOptionOrEitherVariableButNotFromTwoPlaces() throws IOException {
    String file = keys().toString();
    Map<String, String> inFile = Map.of("DRAGO_KEYS_FILE", file);
    Map<String, String> itself = Map.of("DRAGO_API_KEYS", "ops:admin:" + "k".repeat(40));
    for (ListenOptions.KeySource source :
        new ListenOptions.KeySource[] {
          options("--host", "0.0.0.0", "--keys", file).keySource(NOTHING::get),
          options("--host", "0.0.0.0").keySource(inFile::get),
          options("--host", "0.0.0.0").keySource(itself::get)
        }) {
      assertThat(source.keys().orElseThrow().get().keys()).hasSize(1);
    }
    assertThatThrownBy(() -> options("--keys", file).keySource(itself::get))
        .hasMessageContaining("only one of them can be meant");
  }

  @Test
  void aCertificateWithoutItsKeyAndALimitOfNothingAreSaid() {
    ListenOptions.KeySource none = new ListenOptions.KeySource.None();
    assertThatThrownBy(() -> options("--tls-cert", "a.pem").server(none))
        .hasMessage("--tls-cert and --tls-key are given together or not at all");
    assertThatThrownBy(() -> options("--max-requests", "0").server(none))
        .hasMessageContaining("--max-requests");
    assertThat(options("--max-body", "1").server(none).limits().maxBody()).isEqualTo(1 << 20);
  }
}
