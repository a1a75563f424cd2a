/**
 * The HTTP server for webhooks: limits connections and memory, answers 503 when overloaded, and passes admitted requests to the
 * route {@code webhooks}. Uses {@code webhook.verify}, the ledger's event types and Camel's Vert.x server. Start with {@link
 * dev.linqroutes.webhook.server.WebhookServerFactory} and {@link dev.linqroutes.webhook.server.AdmissionControl}.
 */
package dev.linqroutes.webhook.server;
