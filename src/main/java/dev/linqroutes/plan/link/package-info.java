/**
 * Finds links in texts and removes them, so that the remaining text reads naturally. Uses {@code command.text}. Start with
 * {@link dev.linqroutes.plan.link.TextWithoutLinks} and {@link dev.linqroutes.plan.link.Links}.
 */
package dev.linqroutes.plan.link;
