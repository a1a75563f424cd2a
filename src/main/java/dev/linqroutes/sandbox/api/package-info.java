/**
 * The endpoints of the sandbox and the filters in front of them. Uses all other rooms of the sandbox. Start with {@link
 * dev.linqroutes.sandbox.api.ApiRouter} and {@link dev.linqroutes.sandbox.api.AccountApi}.
 */
package dev.linqroutes.sandbox.api;
