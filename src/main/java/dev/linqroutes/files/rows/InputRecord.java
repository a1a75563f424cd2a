package dev.linqroutes.files.rows;

import java.util.List;

/**
 * An unchanged record of an input file, for the results file.
 *
 * @param row counted from 1, including the header
 * @param commandRow first row of the command that the record belongs to, as several records with a member each make one
 *     command; 0 for a record without a command, such as an empty one
 * @param cells unchanged; for JSONL the line is the only cell
 */
public record InputRecord(long row, long commandRow, List<String> cells) {}
