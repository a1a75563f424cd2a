/**
 * The events of the sandbox, before they become webhooks. Uses {@code account} and {@code http}. Start with {@link
 * dev.linqroutes.sandbox.events.ChatEvents}.
 */
package dev.linqroutes.sandbox.events;
