/**
 * Faults that tests switch on. Uses {@code http} only. Start with {@link dev.linqroutes.sandbox.faults.Fault}, the table of them.
 */
package dev.linqroutes.sandbox.faults;
