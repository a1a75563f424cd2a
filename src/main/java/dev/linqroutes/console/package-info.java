/**
 * The console: a page for people without a shell, and the HTTP API behind it. Served on the port of health and metrics. Uses files, plan,
 * linq and the ledger. Start with {@link dev.linqroutes.console.ConsoleRoutes}; {@code openapi.yaml} in the resources describes the API.
 */
package dev.linqroutes.console;
