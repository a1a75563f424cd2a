package dev.linqroutes.console;

import dev.linqroutes.files.csv.CsvSheet;
import java.nio.file.Path;

/**
 * One version of a sheet, as a file that can be read and checked.
 *
 * @param sheet its cells
 * @param check of this version; may be running
 */
record OpenSheet(int version, Path path, CsvSheet sheet, SheetCheck check) {}
