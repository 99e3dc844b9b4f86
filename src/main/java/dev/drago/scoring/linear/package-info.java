/**
 * Linear item-to-item models with a closed form: trained here, kept in files, scored by a sum of
 * rows. Histories are arrays of item ordinals, oldest first; nothing here knows of people, requests
 * or catalogues.
 */
@NullMarked
package dev.drago.scoring.linear;

import org.jspecify.annotations.NullMarked;
