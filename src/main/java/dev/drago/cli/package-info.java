/** The command line: one class a command. */
@NullMarked
package dev.drago.cli;

import org.jspecify.annotations.NullMarked;
