/** Who may ask a server what: keys, their roles and rates. Plain values; nothing of HTTP. */
@NullMarked
package dev.drago.access;

import org.jspecify.annotations.NullMarked;
