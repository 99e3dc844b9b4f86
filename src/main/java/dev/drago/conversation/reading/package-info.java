/** Reading what people say: from words to critiques. */
@org.jspecify.annotations.NullMarked
package dev.drago.conversation.reading;
