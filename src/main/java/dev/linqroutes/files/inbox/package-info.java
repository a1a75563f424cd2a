/**
 * Finds stable files in the inbox, claims them, and moves them to {@code done} or {@code failed}. Uses io, options and
 * text. Start with {@link dev.linqroutes.files.inbox.InboxFolder}.
 */
package dev.linqroutes.files.inbox;
