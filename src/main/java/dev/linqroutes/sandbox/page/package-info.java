/** The sandbox's page for people and its record for tests. Uses {@code world} and {@code http}. */
package dev.linqroutes.sandbox.page;
