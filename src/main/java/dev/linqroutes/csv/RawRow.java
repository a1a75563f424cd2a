package dev.linqroutes.csv;

import java.util.List;

/**
 * A row of a CSV file.
 *
 * @param number as a spreadsheet shows it
 * @param cells without quotes; of a row that is too long only the beginnings
 * @param length of the cells and the separators between them, in characters
 */
record RawRow(long number, List<String> cells, long length) {
    boolean isTooLong() {
        return length > TooLong.LONGEST;
    }

    /** Whether nobody has filled it in. Boxes that can be ticked stand in the rows under a table, too. */
    boolean isBlank() {
        if (isTooLong()) {
            return false;
        }
        for (int i = 0; i < cells.size(); i++) {
            if (!Cells.isBlank(cells.get(i)) && !Cells.isUnticked(cells.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Without what is empty at its end, as Excel adds it. */
    int width() {
        int width = cells.size();
        while (width > 0 && Cells.isBlank(cells.get(width - 1))) {
            width--;
        }
        return width;
    }
}
