/** Routes, wire types, problems. The only package that knows Helidon. */
@NullMarked
package dev.drago.http;

import org.jspecify.annotations.NullMarked;
