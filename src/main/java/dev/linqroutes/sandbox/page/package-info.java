/** The files of the sandbox's page, and its record for tests. Uses {@code account} and {@code http}. */
package dev.linqroutes.sandbox.page;
