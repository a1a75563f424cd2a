package dev.linqroutes.csv;

import java.util.List;

/** Says where a group begins in a file with a member a row: rows that follow each other and name the same group. */
final class GroupRuns {
    private final CsvHeader header;
    private final int column;
    private String ref = "";
    private long firstRow;
    private List<String> shifted = List.of();

    GroupRuns(CsvHeader header) {
        this.header = header;
        this.column = header.column(Field.GROUP_REF).orElseThrow();
    }

    /** Takes the next row that is not blank; whether it begins another group than the row before. */
    boolean begins(RawRow row) {
        String given = Cells.clean(row.cells(), column);
        boolean isShifted = header.isShifted(row);
        if (firstRow > 0 && !given.isEmpty() && shifted.contains(given)) {
            ref = given;
        }
        boolean continued = firstRow > 0
                && (given.isEmpty()
                        || given.equals(ref)
                        || isShifted && cleaned(row).contains(ref));
        if (!continued) {
            ref = given;
            firstRow = row.number();
        }
        // The name of the group may stand in any of its cells, so it belongs to whichever neighbour it could.
        shifted = isShifted && !continued ? cleaned(row) : List.of();
        return !continued;
    }

    private static List<String> cleaned(RawRow row) {
        return row.cells().stream().map(Cells::clean).toList();
    }

    /** The name of the group the row belongs to; empty where the first rows name none. */
    String ref() {
        return ref;
    }

    /** Of that group. */
    long firstRow() {
        return firstRow;
    }
}
