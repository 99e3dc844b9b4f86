/** What this machine and this installation would run, looked at one thing after the other. */
@NullMarked
package dev.drago.doctor;

import org.jspecify.annotations.NullMarked;
