/** What several rooms do with files: checksums, and writing one as a whole or not at all. */
@NullMarked
package dev.drago.file;

import org.jspecify.annotations.NullMarked;
