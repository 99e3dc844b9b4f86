/**
 * Catalogues and logs that come as files, on the command line or over HTTP, into the store of an
 * instance.
 */
@NullMarked
package dev.drago.ingest;

import org.jspecify.annotations.NullMarked;
