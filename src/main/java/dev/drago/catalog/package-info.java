/** Items, their attributes, immutable catalogue snapshots, and import from files. */
@NullMarked
package dev.drago.catalog;

import org.jspecify.annotations.NullMarked;
