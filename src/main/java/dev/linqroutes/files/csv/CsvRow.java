package dev.linqroutes.files.csv;

import dev.linqroutes.files.cell.CellText;
import dev.linqroutes.files.rows.OversizedRow;
import java.util.List;

/**
 * A row of a CSV file.
 *
 * @param number as a spreadsheet shows it, from 1
 * @param cells without quotes; of a row that is too long, only the start of each
 * @param length of the cells and the separators between them, in characters
 */
record CsvRow(long number, List<String> cells, long length) {
    boolean isTooLong() {
        return length > OversizedRow.MAX_LENGTH;
    }

    /** Whether no cell is filled in. Unchecked checkboxes count as empty: spreadsheets export them below the table, too. */
    boolean isBlank() {
        if (isTooLong()) {
            return false;
        }
        for (int i = 0; i < cells.size(); i++) {
            if (!CellText.isBlank(cells.get(i)) && !CellText.isUncheckedBox(cells.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Number of cells without empty ones at the end, which Excel adds. */
    int width() {
        int width = cells.size();
        while (width > 0 && CellText.isBlank(cells.get(width - 1))) {
            width--;
        }
        return width;
    }
}
