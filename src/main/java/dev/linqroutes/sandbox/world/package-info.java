/**
 * The state of the sandbox's account and its journal. Uses {@code http} for JSON and errors. Start with {@link
 * dev.linqroutes.sandbox.world.World}.
 */
package dev.linqroutes.sandbox.world;
