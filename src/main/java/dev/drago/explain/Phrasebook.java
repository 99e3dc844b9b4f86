package dev.drago.explain;

import dev.drago.recommend.Language;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/** The sentences of one language, and its words by what they say: {@code wording-en.properties}. */
final class Phrasebook {

  private static final String LIST = "words.";

  /** The lists with whose words something is claimed of which the check knows whether it is so. */
  private static final List<String> CHECKED =
      List.of(
          "plain",
          "chose",
          "liked",
          "sharing",
          "also",
          "similar",
          "popular",
          "behaviour",
          "wish",
          "maker");

  private static final Map<Language, Phrasebook> ALL = new EnumMap<>(Language.class);

  static {
    for (Language language : Language.values()) {
      ALL.put(language, new Phrasebook(language));
    }
  }

  private final Properties texts = new Properties();
  private final Map<String, Set<String>> lists = new HashMap<>();
  private final Set<String> known = new HashSet<>();
  private final Map<AttributeRole, Set<String>> roles = new EnumMap<>(AttributeRole.class);

  private Phrasebook(Language language) {
    String name = "wording-%s.properties".formatted(language.code());
    try (InputStream in = Phrasebook.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (String key : texts.stringPropertyNames()) {
      if (key.startsWith(LIST)) {
        lists.put(key.substring(LIST.length()), folded(text(key)));
      }
    }
    for (AttributeRole role : AttributeRole.values()) {
      roles.put(role, role == AttributeRole.OTHER ? Set.of() : words(role.name()));
      known.addAll(words(role));
    }
    CHECKED.forEach(list -> known.addAll(words(list)));
  }

  private static Set<String> folded(String words) {
    return Arrays.stream(words.split(" ")).map(Words::fold).collect(Collectors.toSet());
  }

  static Phrasebook of(Language language) {
    return Optional.ofNullable(ALL.get(language)).orElseThrow();
  }

  /** A sentence or a part of one, with its values. */
  String say(String key, Object... values) {
    return text(key).formatted(values);
  }

  /** The words of a list, folded. */
  Set<String> words(String list) {
    return Optional.ofNullable(lists.get(list))
        .orElseThrow(() -> new IllegalStateException("no words for " + list));
  }

  /** All words with which nothing can be claimed, or whose claim is checked. */
  Set<String> known() {
    return known;
  }

  /** The words that speak of an attribute's role, folded. */
  Set<String> words(AttributeRole role) {
    return roles.getOrDefault(role, Set.of());
  }

  private String text(String key) {
    String text = texts.getProperty(key);
    if (text == null) {
      throw new IllegalStateException("no wording for " + key);
    }
    return text;
  }
}
