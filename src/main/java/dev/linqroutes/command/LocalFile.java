package dev.linqroutes.command;

/**
 * A local file that a command names.
 *
 * @param name as in the command
 * @param sha256 of its content, lower-case hex
 * @param contentType as Linq names it
 */
public record LocalFile(String name, String sha256, String contentType, long size) {}
