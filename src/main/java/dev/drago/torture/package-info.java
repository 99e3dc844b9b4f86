/**
 * What a server has to live through: killed at random moments, a full disk, more load than it can
 * bear. It is started as a process of its own and asked over HTTP alone, by a client that remembers
 * what was acknowledged.
 */
@NullMarked
package dev.drago.torture;

import org.jspecify.annotations.NullMarked;
