/**
 * The commands of the program: options, exit codes and output. The work is done in the other rooms, which do not use this one.
 * Start with {@link dev.linqroutes.cli.RunCommand}.
 */
package dev.linqroutes.cli;
