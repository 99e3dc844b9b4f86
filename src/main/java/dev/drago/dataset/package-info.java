/** Data sets for fine-tuning: windows of histories as conversations, with a card. */
@NullMarked
package dev.drago.dataset;

import org.jspecify.annotations.NullMarked;
