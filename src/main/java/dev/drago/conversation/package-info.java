/** What people say, as data; sessions of several turns. */
@org.jspecify.annotations.NullMarked
package dev.drago.conversation;
