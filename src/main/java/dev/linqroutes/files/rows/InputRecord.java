package dev.linqroutes.files.rows;

import java.util.List;

/**
 * A record of a file as it stands there, for a results file beside it.
 *
 * @param row counted from 1, the header included
 * @param commandRow row of the command it belongs to; several records make one command where each names a member; 0 for a
 *     record that belongs to none, such as an empty one
 * @param cells as they stand in the file; of a JSONL file the line as the only one
 */
public record InputRecord(long row, long commandRow, List<String> cells) {}
