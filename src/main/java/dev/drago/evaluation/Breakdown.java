package dev.drago.evaluation;

import java.util.List;

/** The same figures for several groups of users. */
public record Breakdown(Kind kind, List<Group> groups) {

  public Breakdown {
    groups = List.copyOf(groups);
  }

  /** What makes the groups. */
  public enum Kind {
    HISTORY_LENGTH(
        "historyLength", "By length of the history", "Users by how many items are known of them."),
    TARGET_POPULARITY(
        "targetPopularity",
        "By popularity of the held-out item",
        "Items by how often the training part has them: the head are the most popular, up to a"
            + " third of all its interactions, the middle those up to the second third, the tail"
            + " the rest. Items that are equally popular are in the same part."),
    COLD_USERS(
        "coldUsers",
        "Cold users",
        "The same users, of whom only the last items are told; what they have seen stays masked."
            + " Differences are to popularity, paired by user."),
    STRANGERS(
        "strangers",
        "Users without a history",
        "Users who took nothing before the moment of the split. Differences are to popularity,"
            + " paired by user."),
    COLD_ITEMS(
        "coldItems",
        "Cold items",
        "Items the sequence model has no token for, taken out of what the other models learn from"
            + " too. All candidates are ranked; users are parted by what their held-out item is."
            + " Differences are to popularity, paired by user.");

    private final String key;
    private final String title;
    private final String rule;

    Kind(String key, String title, String rule) {
      this.key = key;
      this.title = title;
      this.rule = rule;
    }

    /** The name in JSON. */
    public String key() {
      return key;
    }

    /** The heading. */
    public String title() {
      return title;
    }

    /** How the groups are made, in sentences. */
    public String rule() {
      return rule;
    }
  }
}
