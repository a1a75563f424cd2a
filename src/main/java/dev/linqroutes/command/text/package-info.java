/**
 * Characters and texts: what is visible, which script a letter belongs to, quoting for messages. Uses no other package.
 */
package dev.linqroutes.command.text;
