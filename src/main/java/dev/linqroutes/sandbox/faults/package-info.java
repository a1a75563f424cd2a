/** Faults that tests switch on. Uses {@code http} only. */
package dev.linqroutes.sandbox.faults;
