package dev.linqroutes.files.csv;

import dev.linqroutes.command.GroupRefNormalizer;
import dev.linqroutes.files.cell.CellText;
import dev.linqroutes.files.cell.GroupField;
import dev.linqroutes.files.cell.HandleCell;
import java.util.List;
import java.util.Optional;

/**
 * Finds the rows at which groups begin. With one member per row, consecutive rows with the same group_ref are one group; with
 * one group per row, every row begins a group.
 */
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
        this.groupRefColumn = header.column(GroupField.GROUP_REF).orElse(-1);
        this.handleColumn = header.column(GroupField.HANDLE).orElse(-1);
    }

    /** Advances to the next non-empty row; returns whether the row begins a group. */
    boolean advance(CsvRow row) {
        if (header.hasMemberPerRow()) {
            return advanceMember(row);
        }
        firstRow = row.number();
        return true;
    }

    private boolean advanceMember(CsvRow row) {
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
        // In a row with extra cells any cell may be the group_ref, so the row belongs to a neighbouring group that one
        // of them names.
        shiftedCells = isShifted && !continued ? normalizedCells(row) : List.of();
        return !continued;
    }

    /** An empty group_ref continues the group above, as with merged cells; but it may also be a missing value. */
    private Optional<String> describeAmbiguity(CsvRow row, boolean isBelowBlank) {
        if (!isBelowBlank && !hasRepeatedRef) {
            return Optional.empty();
        }
        String reason = isBelowBlank ? "is below an empty row" : "follows rows that have one";
        return Optional.of("row " + row.number() + " has no group_ref and " + reason
                + ", so its group is uncertain; write the group_ref into it");
    }

    private static List<String> normalizedCells(CsvRow row) {
        return row.cells().stream()
                .map(CellText::clean)
                .map(GroupRefNormalizer::normalize)
                .toList();
    }

    /** The normalized group_ref of the current group; empty if it has none, and always with one group per row. */
    String groupRef() {
        return groupRef;
    }

    /** The first row of the current group. */
    long firstRow() {
        return firstRow;
    }

    /** Whether the row is a line of a report below the table. Each such row is a group by itself. */
    boolean isBelowTable() {
        return isBelowTable;
    }

    /** Why the row may not belong to the current group. */
    Optional<String> ambiguity() {
        return ambiguity;
    }
}
