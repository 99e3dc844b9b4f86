/** Splits, metrics and reports: how good the served ranking is. */
@NullMarked
package dev.drago.evaluation;

import org.jspecify.annotations.NullMarked;
