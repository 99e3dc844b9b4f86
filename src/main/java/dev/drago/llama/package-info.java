/** Safe, thin bindings to llama.cpp's C API, build b4916. Knows nothing of items. */
@NullMarked
package dev.drago.llama;

import org.jspecify.annotations.NullMarked;
