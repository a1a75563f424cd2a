/**
 * The files that messages have: stored with the command, uploaded to Linq once for all messages.
 */
package dev.linqroutes.ledger.media;
