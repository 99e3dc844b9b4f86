/** The pipeline: profile, scores, rules, diversity, result; and the catalogue in service. */
@NullMarked
package dev.drago.recommend;

import org.jspecify.annotations.NullMarked;
