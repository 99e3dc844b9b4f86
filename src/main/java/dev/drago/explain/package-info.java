/** Why an item is recommended: evidence that was measured, and words that say no more than it. */
@NullMarked
package dev.drago.explain;

import org.jspecify.annotations.NullMarked;
