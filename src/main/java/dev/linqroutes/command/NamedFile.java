package dev.linqroutes.command;

/**
 * A local file as a command names it, before it is read.
 *
 * @param pointer JSON pointer to the name
 */
public record NamedFile(String pointer, String name, FileUse use) {}
