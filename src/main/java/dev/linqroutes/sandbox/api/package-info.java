/**
 * The endpoints of the sandbox and the filters in front of them. Uses {@code http}, {@code faults}, {@code delivery} and
 * {@code world}. Start with {@link dev.linqroutes.sandbox.api.ApiRouter}.
 */
package dev.linqroutes.sandbox.api;
