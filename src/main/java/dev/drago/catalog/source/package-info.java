/**
 * Catalogues and interaction logs read from files: {@link
 * dev.drago.catalog.source.ImportSource#detect} finds out what a path holds, {@code read} streams
 * it into a sink.
 */
@NullMarked
package dev.drago.catalog.source;

import org.jspecify.annotations.NullMarked;
