/** What is written about items and in general: plain values, their readable text, passages. */
@NullMarked
package dev.drago.document;

import org.jspecify.annotations.NullMarked;
