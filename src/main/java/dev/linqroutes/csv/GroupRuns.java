package dev.linqroutes.csv;

import dev.linqroutes.command.GroupRef;
import java.util.List;
import java.util.Optional;

/** Says where a group begins in a file with a member a row: rows that follow each other and name the same group. */
final class GroupRuns {
    private final CsvHeader header;
    private final int column;
    private final int handle;
    private String ref = "";
    private long firstRow;
    private long lastRow;
    private boolean isNamedAgain;
    private boolean isBelowTable;
    private Optional<String> doubt = Optional.empty();
    private List<String> shifted = List.of();

    GroupRuns(CsvHeader header) {
        this.header = header;
        this.column = header.column(Field.GROUP_REF).orElseThrow();
        this.handle = header.column(Field.HANDLE).orElseThrow();
    }

    /** Takes the next row that is not blank; whether it begins another group than the row before. */
    boolean begins(RawRow row) {
        String given = GroupRef.spelled(Cells.clean(row.cells(), column));
        boolean isShifted = header.isShifted(row);
        boolean isBelowBlank = lastRow > 0 && row.number() > lastRow + 1;
        lastRow = row.number();
        if (firstRow > 0 && !given.isEmpty() && shifted.contains(given)) {
            ref = given;
        }
        isBelowTable = given.isEmpty()
                && !isShifted
                && (isBelowTable
                        || (isBelowBlank || ReportLine.isOne(row))
                                && !HandleCell.mayBeOne(Cells.clean(row.cells(), handle)));
        boolean continued = firstRow > 0
                && !isBelowTable
                && (given.isEmpty()
                        || given.equals(ref)
                        || isShifted && cleaned(row).contains(ref));
        if (!continued) {
            ref = given;
            firstRow = row.number();
        }
        doubt = continued && given.isEmpty() && !isShifted && !ref.isEmpty()
                ? doubt(row, isBelowBlank)
                : Optional.empty();
        isNamedAgain = continued && (isNamedAgain || !given.isEmpty());
        // The name of the group may stand in any of its cells, so it belongs to whichever neighbour it could.
        shifted = isShifted && !continued ? cleaned(row) : List.of();
        return !continued;
    }

    /** An empty cell means the group above where cells were joined; it may also be a value that a program did not have. */
    private Optional<String> doubt(RawRow row, boolean isBelowBlank) {
        if (!isBelowBlank && !isNamedAgain) {
            return Optional.empty();
        }
        String why = isBelowBlank ? "stands below an empty row" : "follows rows that have one";
        return Optional.of("row " + row.number() + " has no group_ref and " + why
                + ", so nobody knows whether it belongs to this group; write the group_ref into it");
    }

    private static List<String> cleaned(RawRow row) {
        return row.cells().stream().map(Cells::clean).map(GroupRef::spelled).toList();
    }

    /** The name of the group the row belongs to; empty where the first rows name none. */
    String ref() {
        return ref;
    }

    /** Of that group. */
    long firstRow() {
        return firstRow;
    }

    /** Whether the row is one of the lines that a report has under its table. Each is by itself. */
    boolean isBelowTable() {
        return isBelowTable;
    }

    /** Why the row may not belong to the group it continues. */
    Optional<String> doubt() {
        return doubt;
    }
}
