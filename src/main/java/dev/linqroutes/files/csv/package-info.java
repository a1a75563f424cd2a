/**
 * CSV files with one command per row or one member per row. Uses io, cell, template, options, text and rows. Start with
 * {@link dev.linqroutes.files.csv.CsvInspector}.
 */
package dev.linqroutes.files.csv;
