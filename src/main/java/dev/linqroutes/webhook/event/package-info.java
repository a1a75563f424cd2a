/**
 * Reads Linq's events: ids, chat state, signals about calls, opt-out words. Uses the ledger's types of events and chats only.
 * Start with {@link dev.linqroutes.webhook.event.WebhookEventReader}.
 */
package dev.linqroutes.webhook.event;
