package dev.linqroutes.files.csv;

import dev.linqroutes.command.GroupRefNormalizer;
import dev.linqroutes.files.cell.CellText;
import dev.linqroutes.files.cell.GroupField;
import dev.linqroutes.files.cell.HandleCell;
import java.util.List;
import java.util.Optional;

/** Says where a group begins in a file with a member a row: rows that follow each other and name the same group. */
final class GroupBoundaries {
    private final CsvHeader header;
    private final int groupRefColumn;
    private final int handleColumn;
    private String groupRef = "";
    private long firstRow;
    private long lastRow;
    private boolean hasRepeatedRef;
    private boolean isBelowTable;
    private Optional<String> ambiguity = Optional.empty();
    private List<String> shiftedCells = List.of();

    GroupBoundaries(CsvHeader header) {
        this.header = header;
        this.groupRefColumn = header.column(GroupField.GROUP_REF).orElseThrow();
        this.handleColumn = header.column(GroupField.HANDLE).orElseThrow();
    }

    /** Takes the next row that is not blank; whether it begins another group than the row before. */
    boolean advance(CsvRow row) {
        String given = GroupRefNormalizer.normalize(CellText.clean(row.cells(), groupRefColumn));
        boolean isShifted = header.hasExtraCells(row);
        boolean isBelowBlank = lastRow > 0 && row.number() > lastRow + 1;
        lastRow = row.number();
        if (firstRow > 0 && !given.isEmpty() && shiftedCells.contains(given)) {
            groupRef = given;
        }
        isBelowTable = given.isEmpty()
                && !isShifted
                && (isBelowTable
                        || (isBelowBlank || ReportFooter.isFooter(row))
                                && !HandleCell.mayBeHandle(CellText.clean(row.cells(), handleColumn)));
        boolean continued = firstRow > 0
                && !isBelowTable
                && (given.isEmpty()
                        || given.equals(groupRef)
                        || isShifted && normalizedCells(row).contains(groupRef));
        if (!continued) {
            groupRef = given;
            firstRow = row.number();
        }
        ambiguity = continued && given.isEmpty() && !isShifted && !groupRef.isEmpty()
                ? describeAmbiguity(row, isBelowBlank)
                : Optional.empty();
        hasRepeatedRef = continued && (hasRepeatedRef || !given.isEmpty());
        // The name of the group may stand in any of its cells, so it belongs to whichever neighbour it could.
        shiftedCells = isShifted && !continued ? normalizedCells(row) : List.of();
        return !continued;
    }

    /** An empty cell means the group above where cells were joined; it may also be a value that a program did not have. */
    private Optional<String> describeAmbiguity(CsvRow row, boolean isBelowBlank) {
        if (!isBelowBlank && !hasRepeatedRef) {
            return Optional.empty();
        }
        String why = isBelowBlank ? "stands below an empty row" : "follows rows that have one";
        return Optional.of("row " + row.number() + " has no group_ref and " + why
                + ", so nobody knows whether it belongs to this group; write the group_ref into it");
    }

    private static List<String> normalizedCells(CsvRow row) {
        return row.cells().stream()
                .map(CellText::clean)
                .map(GroupRefNormalizer::normalize)
                .toList();
    }

    /** The name of the group the row belongs to; empty where the first rows name none. */
    String groupRef() {
        return groupRef;
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
    Optional<String> ambiguity() {
        return ambiguity;
    }
}
