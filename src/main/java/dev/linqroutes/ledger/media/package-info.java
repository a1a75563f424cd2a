/**
 * The files that messages have: stored with the command, uploaded to Linq once for each content.
 */
package dev.linqroutes.ledger.media;
