package dev.drago.explain;

import java.util.List;
import java.util.Optional;

/** Where documents about items are, if there are any. */
public interface Passages {

  /** A few sentences of a document. */
  record Passage(String documentId, String text) {}

  /**
   * What documents say of an item, most to the point first.
   *
   * @param wish what it should be to the point of
   */
  List<Passage> about(String itemId, Optional<String> wish, int count);
}
