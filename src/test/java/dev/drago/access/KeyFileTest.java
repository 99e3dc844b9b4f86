package dev.drago.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of keys while it changes. */
final class KeyFileTest {

  @TempDir Path folder;

  private final FreshKey shop = FreshKey.make("shop", Role.WRITE, Optional.empty());
  private final FreshKey web = FreshKey.make("web", Role.READ, Optional.empty());

  private Path write(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("keys"), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void aKeyThatIsTakenOutIsRefusedAndOneThatIsPutInIsTaken() throws IOException {
    KeyFile keys = KeyFile.open(write(KeyText.line(shop.known())));
    assertThat(keys.get().find(shop.secret())).isPresent();
    write(KeyText.line(web.known()));
    keys.look();
    assertThat(keys.get().find(shop.secret())).isEmpty();
    assertThat(keys.get().find(web.secret())).isPresent();
    write("");
    keys.look();
    assertThat(keys.get().keys()).isEmpty();
  }

  @Test
  void whatCannotBeReadChangesNothing() throws IOException {
    Path file = write(KeyText.line(shop.known()));
    KeyFile keys = KeyFile.open(file);
    write("rubbish");
    keys.look();
    assertThat(keys.get().find(shop.secret())).isPresent();
    Files.delete(file);
    keys.look();
    assertThat(keys.get().find(shop.secret())).isPresent();
    write(KeyText.line(web.known()));
    keys.look();
    assertThat(keys.get().find(shop.secret())).isEmpty();
  }

  @Test
  void aFileThatOthersCanReadIsRefused() throws IOException {
    Path file = write(KeyText.line(shop.known()));
    for (String open : new String[] {"rw-r--r--", "rw----r--", "rw-rw----"}) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(open));
      assertThatThrownBy(() -> KeyFile.open(file))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("chmod 600");
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
    assertThat(KeyFile.open(file).get().keys()).hasSize(1);
  }

  @Test
  void noFileAndNoKeyAreSaid() throws IOException {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> KeyFile.open(missing))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("there is no file %s to read keys from", missing);
    Path empty = write("# none\n");
    assertThatThrownBy(() -> KeyFile.open(empty)).hasMessageContaining("has no key in it");
  }
}
