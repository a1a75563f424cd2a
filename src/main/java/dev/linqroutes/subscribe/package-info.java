/**
 * Creates, updates and checks the webhook subscription at Linq (reference 2.14). Uses {@code webhook.event} for the event types
 * that the routes need. Start with {@link dev.linqroutes.subscribe.Subscriber}.
 */
package dev.linqroutes.subscribe;
