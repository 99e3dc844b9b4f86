/** The Lucene index: vectors, text, filters. Derived from the store and rebuildable. */
@NullMarked
package dev.drago.index;

import org.jspecify.annotations.NullMarked;
