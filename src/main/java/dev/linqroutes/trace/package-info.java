/** What names a command in log lines and traces. Knows no other package, so that all may use it. */
package dev.linqroutes.trace;
