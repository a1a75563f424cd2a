/** Requests, responses, errors and JSON of the sandbox's API. Uses no other room. */
package dev.linqroutes.sandbox.http;
