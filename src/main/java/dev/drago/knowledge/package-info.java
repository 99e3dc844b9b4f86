/** Documents in service: passages found for a text, and answers with citations. */
@NullMarked
package dev.drago.knowledge;

import org.jspecify.annotations.NullMarked;
