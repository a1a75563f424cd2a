/**
 * Publishes the sandbox's events as signed webhooks and retries them (reference 4.4). Uses {@code world} and {@code http}. Start
 * with {@link dev.linqroutes.sandbox.delivery.EventPublisher}.
 */
package dev.linqroutes.sandbox.delivery;
