/** Load on a running server, and what it answered: what {@code drago bench} measures. */
@NullMarked
package dev.drago.evaluation.load;

import org.jspecify.annotations.NullMarked;
