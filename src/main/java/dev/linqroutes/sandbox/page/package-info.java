/** The sandbox's page for people and its record for tests. Uses {@code account} and {@code http}. */
package dev.linqroutes.sandbox.page;
