package dev.drago.conversation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one turn changed in a session: enough to take it back. Of the items passed over only the
 * difference is kept, as there may be thousands.
 *
 * @param added the statements it brought
 * @param removed those that no longer stand because of it
 * @param passed how many items it moved on from: the last ones passed over after it
 * @param left the items no longer passed over because of it: the first ones before it
 */
record Change(List<Said> added, List<Said> removed, int passed, List<String> left) {
  Change {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    left = List.copyOf(left);
  }

  /** The change from one session's statements and items passed over to another's. */
  static Change between(
      List<Said> added, List<Said> removed, List<String> before, List<String> after) {
    Set<String> known = new HashSet<>(before);
    int passed = (int) after.stream().filter(id -> !known.contains(id)).count();
    return new Change(
        added, removed, passed, before.subList(0, before.size() + passed - after.size()));
  }

  /** The items that had been passed over before it. */
  List<String> passedBefore(List<String> after) {
    List<String> before = new ArrayList<>(left);
    before.addAll(after.subList(0, after.size() - passed));
    return before;
  }
}
