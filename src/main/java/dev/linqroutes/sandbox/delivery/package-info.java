/**
 * Makes signed webhooks of events and retries them (reference 4.4). Uses {@code account}, {@code events}, {@code faults} and {@code
 * http}. Start with {@link dev.linqroutes.sandbox.delivery.EventPublisher}.
 */
package dev.linqroutes.sandbox.delivery;
