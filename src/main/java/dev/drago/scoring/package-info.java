/** One scorer a class, and their fusion. Scores are dense by item ordinal; NaN is no opinion. */
@NullMarked
package dev.drago.scoring;

import org.jspecify.annotations.NullMarked;
