/**
 * What a cell means (handles, links, countries, field names), and how to escape it for spreadsheets. Uses command only.
 * Start with {@link dev.linqroutes.files.cell.CellText}.
 */
package dev.linqroutes.files.cell;
