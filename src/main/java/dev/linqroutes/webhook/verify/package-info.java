/**
 * Verifies the signatures of webhooks (reference 4.3). Uses {@code webhook.event} to read verified bodies. Start with {@link
 * dev.linqroutes.webhook.verify.WebhookVerifier}.
 */
package dev.linqroutes.webhook.verify;
