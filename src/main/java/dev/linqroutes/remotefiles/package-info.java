/**
 * Asks the servers of media how large the files are, for {@code check --media}. Start with
 * {@link dev.linqroutes.remotefiles.RemoteFileSizes}.
 */
package dev.linqroutes.remotefiles;
