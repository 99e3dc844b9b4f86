/** The page in a browser, as people use it. */
@NullMarked
package dev.drago.page;

import org.jspecify.annotations.NullMarked;
