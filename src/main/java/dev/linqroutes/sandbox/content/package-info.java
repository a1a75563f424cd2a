/**
 * Reads and checks the content of messages (reference 3). Uses {@code account} and {@code http}. Start with {@link
 * dev.linqroutes.sandbox.content.MessageContentReader}.
 */
package dev.linqroutes.sandbox.content;
