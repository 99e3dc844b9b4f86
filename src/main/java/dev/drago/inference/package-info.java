/** Model threads, prefix cache, item trie, ranking and embedding on top of the native bindings. */
@NullMarked
package dev.drago.inference;

import org.jspecify.annotations.NullMarked;
