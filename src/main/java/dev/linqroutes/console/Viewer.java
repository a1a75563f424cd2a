package dev.linqroutes.console;

/**
 * A person, or a program, that uses the console.
 *
 * @param name for the audit log
 * @param mayOperate whether it may change anything, or only look
 */
record Viewer(String name, boolean mayOperate) {}
