/**
 * Reads commands: parsing, schema validation, mapping, enrichment, and the reasons why a command is refused. Pure functions.
 * Uses none of the other rooms. Start with {@link dev.linqroutes.command.CommandReader} and
 * {@link dev.linqroutes.command.ChatCommand}.
 */
package dev.linqroutes.command;
