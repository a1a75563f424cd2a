/**
 * Opens, moves, writes and names files safely: no links are followed, and every write is atomic. Uses no other room of
 * files. Start with {@link dev.linqroutes.files.io.RegularFile}.
 */
package dev.linqroutes.files.io;
