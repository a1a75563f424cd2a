/**
 * The state of the sandbox's accounts and their journal, and its JSON in answers and events. Uses {@code http} for JSON and errors.
 * Start with {@link dev.linqroutes.sandbox.account.Account}.
 */
package dev.linqroutes.sandbox.account;
