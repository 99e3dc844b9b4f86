package dev.drago.conversation;

import java.util.List;

/**
 * What one turn changed in a session: enough to take it back.
 *
 * @param added the statements it brought
 * @param removed those that no longer stand because of it
 * @param passed the items that had been passed over before it
 */
record Change(List<Said> added, List<Said> removed, List<String> passed) {
  Change {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    passed = List.copyOf(passed);
  }
}
