package dev.linqroutes.files.csv;

import dev.linqroutes.command.GroupRefNormalizer;
import dev.linqroutes.files.cell.CellText;
import dev.linqroutes.files.cell.GroupField;
import dev.linqroutes.files.cell.HandleCell;
import dev.linqroutes.files.cell.SheetCommand;
import java.util.List;
import java.util.Optional;

/**
 * Finds the rows at which commands begin. With one member per row, consecutive rows with the same group_ref and a command that has
 * members are one; all other rows are commands by themselves.
 */
final class GroupBoundaries {
    private final CsvHeader header;
    private final int groupRefColumn;
    private final int handleColumn;
    /** Whether the first row of a command that is misspelt may have a member of another one. */
    private boolean isUncertain;

    private String groupRef = "";
    private String writtenCommand = "";
    private Optional<SheetCommand> command = Optional.empty();
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

    /** Advances to the next non-empty row; returns whether the row begins a command. */
    boolean advance(CsvRow row) {
        boolean begins = !header.hasMemberPerRow() || advanceMember(row);
        if (begins) {
            firstRow = row.number();
            writtenCommand = header.writtenCommand(row);
            command = writtenCommand.isEmpty() ? header.defaultCommand() : SheetCommand.of(writtenCommand);
            isUncertain = header.hasExtraCells(row) || hasHandle(row);
        }
        return begins;
    }

    /**
     * Whether the row may be another member of the current command. An empty cell continues the command above, as with merged
     * cells. A member whose command is misspelt is not left out of the command beside it: both are refused.
     */
    private boolean continuesCommand(CsvRow row, boolean isShifted) {
        String written = header.writtenCommand(row);
        Optional<SheetCommand> own = SheetCommand.of(written);
        if (command.isEmpty()) {
            return written.isEmpty() || written.equals(writtenCommand) || isUncertain;
        }
        boolean isSame = written.isEmpty() || own.equals(command);
        return command.get().hasMembers() && (isSame || own.isEmpty() && (isShifted || hasHandle(row)));
    }

    private boolean hasHandle(CsvRow row) {
        return handleColumn >= 0 && !CellText.clean(row.cells(), handleColumn).isEmpty();
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
                && continuesCommand(row, isShifted)
                && (given.isEmpty()
                        || given.equals(groupRef)
                        || isShifted && normalizedCells(row).contains(groupRef));
        if (!continued) {
            groupRef = given;
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

    /** The command of the current rows; empty if their cell is none, or they need one. */
    Optional<SheetCommand> command() {
        return command;
    }

    boolean createsGroup() {
        return command.equals(Optional.of(SheetCommand.CREATE_GROUP));
    }

    /** The normalized group_ref of the current command; empty if it has none, and always with one command per row. */
    String groupRef() {
        return groupRef;
    }

    /** The first row of the current command. */
    long firstRow() {
        return firstRow;
    }

    /** Whether the row is a line of a report below the table. Each such row is a command by itself. */
    boolean isBelowTable() {
        return isBelowTable;
    }

    /** Why the row may not belong to the current command. */
    Optional<String> ambiguity() {
        return ambiguity;
    }
}
