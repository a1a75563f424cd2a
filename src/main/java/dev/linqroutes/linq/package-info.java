/**
 * The client of the Linq API: requests of calls, the meaning of responses, reads of chats and messages, the circuit breaker and
 * the HTTP client. May use the ledger. Start with {@link dev.linqroutes.linq.RequestWriter} and {@link
 * dev.linqroutes.linq.ResponseInterpreter}.
 */
package dev.linqroutes.linq;
