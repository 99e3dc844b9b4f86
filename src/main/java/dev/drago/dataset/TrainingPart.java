package dev.drago.dataset;

import dev.drago.catalog.CatalogSnapshot;
import java.util.Arrays;

/**
 * What may be learnt from of a history: all but its last two items, which evaluation asks for
 * (leave one out: the last for test, the one before for validation).
 *
 * <p>Nothing else of a history goes into a data set, or into what chooses its rejected items. So a
 * data set is the same whatever the last two items are.
 */
public final class TrainingPart {

  /** Items at the end of a history that nobody may learn from. */
  public static final int HELD_OUT = 2;

  private TrainingPart() {}

  /**
   * Of a history, oldest first; items that were deleted since are left out.
   *
   * <p>The end is cut off first, deleted or not, because that is how evaluation counts: no older
   * item takes the place of one that was deleted.
   */
  public static int[] of(int[] history, CatalogSnapshot catalog) {
    return Arrays.stream(history, 0, Math.max(0, history.length - HELD_OUT))
        .filter(catalog::isLive)
        .toArray();
  }
}
