/**
 * Starts and configures the integration: settings, beans, metrics, log masking. Uses all rooms except {@code cli}, {@code demo},
 * {@code sandbox}, {@code embedded}, {@code replay} and {@code subscribe}. Start with {@link dev.linqroutes.app.Application}.
 */
package dev.linqroutes.app;
