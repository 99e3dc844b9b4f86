package dev.drago.explain;

import java.util.Locale;
import java.util.Set;

/** What an attribute says of an item, by its name: how one speaks of its values. */
enum AttributeRole {
  DIRECTOR("director directors directedby"),
  AUTHOR("author authors writer writers artist artists composer"),
  CAST("lead leads cast actor actors star stars starring"),
  GENRE("genre genres"),
  THEME("theme themes topic topics subject subjects keywords tags"),
  OTHER("");

  /** Attribute names in lower case, a space between them. */
  private final String names;

  AttributeRole(String names) {
    this.names = names;
  }

  static AttributeRole of(String attribute) {
    String name = attribute.toLowerCase(Locale.ROOT).replace("_", "");
    for (AttributeRole role : values()) {
      if (Set.of(role.names.split(" ")).contains(name)) {
        return role;
      }
    }
    return OTHER;
  }

  /** Whether its values are people. */
  boolean isPerson() {
    return this == DIRECTOR || this == AUTHOR || this == CAST;
  }
}
