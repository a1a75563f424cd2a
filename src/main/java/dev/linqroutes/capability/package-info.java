/** Asks Linq who has iMessage, for {@code check --capability}. Start with {@link dev.linqroutes.capability.CapabilityInquiry}. */
package dev.linqroutes.capability;
