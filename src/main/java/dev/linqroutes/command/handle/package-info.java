/**
 * Parses phone numbers and e-mail addresses as people and programs write them. Uses {@code command.text}. Start with
 * {@link dev.linqroutes.command.handle.HandleParser}.
 */
package dev.linqroutes.command.handle;
