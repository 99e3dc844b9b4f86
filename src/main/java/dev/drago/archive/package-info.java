/** An instance as a folder of JSON Lines, with checksums: written, checked and read back. */
@NullMarked
package dev.drago.archive;

import org.jspecify.annotations.NullMarked;
