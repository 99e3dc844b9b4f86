/** Who touched what, when: interactions and histories as plain values. */
@NullMarked
package dev.drago.interaction;

import org.jspecify.annotations.NullMarked;
