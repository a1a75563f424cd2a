/**
 * The program's entry point, {@link dev.linqroutes.LinqRoutes}. Start reading in the folder {@code routes}; the rooms below
 * are listed in {@code docs/architecture.md}.
 */
package dev.linqroutes;
