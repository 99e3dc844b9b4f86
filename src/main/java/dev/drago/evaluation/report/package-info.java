/** An evaluation for a terminal, for a program and for a browser. */
@NullMarked
package dev.drago.evaluation.report;

import org.jspecify.annotations.NullMarked;
