package dev.drago.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drago.file.Sha256;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys, how they are written and what is refused. */
final class KeyTextTest {

  private static final String SUM = "a".repeat(64);

  @Test
  void aFreshKeyIsFoundByItsTextAloneAndItsLineIsReadBack() {
    for (Role role : Role.values()) {
      FreshKey fresh = FreshKey.make("shop", role, Optional.of(Rate.of("600/min")));
      ApiKeys keys = KeyText.parseLines("# a comment\n\n" + KeyText.line(fresh.known()), "file");
      assertThat(keys.keys()).containsExactly(fresh.known());
      assertThat(keys.find(fresh.secret())).contains(fresh.known());
      assertThat(keys.find(fresh.secret() + "a")).isEmpty();
      assertThat(keys.find(fresh.known().sha256())).isEmpty();
      assertThat(keys.find("")).isEmpty();
      assertThat(fresh.toString()).doesNotContain(fresh.secret());
    }
  }

  @Test
  void twoFreshKeysDiffer() {
    assertThat(FreshKey.make("a", Role.READ, Optional.empty()).secret())
        .hasSize("drago_".length() + 43)
        .isNotEqualTo(FreshKey.make("a", Role.READ, Optional.empty()).secret());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shop",
        "shop write",
        "shop owner " + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "shop write drago_secret",
        "sh/op write aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "shop write aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa often",
        "shop write aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa 0/s",
        "shop write aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa 1/s more"
      })
  void aWrongLineIsNamedAndNothingSecretRepeated(String line) {
    assertThatThrownBy(() -> KeyText.parseLines("\n" + line, "keys.txt"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("keys.txt, line 2: ")
        .message()
        .doesNotContain("drago_secret", SUM);
  }

  @Test
  void twoKeysMayShareNeitherNameNorChecksum() {
    assertThatThrownBy(
            () -> KeyText.parseLines("a read " + SUM + "\na read " + "b".repeat(64), "f"))
        .hasMessage("f: the name 'a' is given to two keys");
    assertThatThrownBy(() -> KeyText.parseLines("a read " + SUM + "\nb read " + SUM, "f"))
        .hasMessage("f: the key 'b' is there under another name too");
  }

  @Test
  void theEnvironmentHasKeysThemselves() {
    String secret = "s".repeat(32);
    ApiKeys keys = KeyText.parseList("shop:write:" + secret + ", ops:admin:" + "t".repeat(40), "V");
    assertThat(keys.keys().stream().map(ApiKey::name).toList()).isEqualTo(List.of("shop", "ops"));
    assertThat(keys.find(secret).orElseThrow().sha256()).isEqualTo(Sha256.of(secret));
    for (String wrong : List.of("", "shop", "shop:write", "shop:write:short", secret)) {
      assertThatThrownBy(() -> KeyText.parseList(wrong, "V"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("V")
          .message()
          .doesNotContain(secret);
    }
  }
}
