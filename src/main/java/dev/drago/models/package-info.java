/** Model files: the manifest that describes them, their checks, and how they are fetched. */
@NullMarked
package dev.drago.models;

import org.jspecify.annotations.NullMarked;
