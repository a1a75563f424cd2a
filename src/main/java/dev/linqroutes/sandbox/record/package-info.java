/**
 * The record of what happened, for tests and the page: requests, deliveries, messages and chats, awaited or streamed. Uses {@code
 * account} and {@code http}. Start with {@link dev.linqroutes.sandbox.record.AccountRecord}.
 */
package dev.linqroutes.sandbox.record;
