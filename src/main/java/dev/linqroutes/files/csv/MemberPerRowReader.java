package dev.linqroutes.files.csv;

import dev.linqroutes.command.Problem;
import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.files.cell.CellText;
import dev.linqroutes.files.rows.LookaheadIterator;
import java.io.IOException;
import java.util.Optional;

/** Reads a file with one member per row; consecutive rows with the same group_ref and command are one command. */
final class MemberPerRowReader extends LookaheadIterator<ReceivedCommand> {
    private final CsvFile file;
    private final CsvParser rows;
    private final GroupBoundaries boundaries;
    private Optional<CsvRow> nextStart = Optional.empty();
    private boolean started;

    MemberPerRowReader(CsvFile file, CsvParser rows) {
        this.file = file;
        this.rows = rows;
        this.boundaries = new GroupBoundaries(file.header());
    }

    @Override
    protected Optional<ReceivedCommand> readNext() throws IOException {
        if (!started) {
            started = true;
            nextStart = rows.nextSkipping(file.header()::isEmptyRow);
            nextStart.ifPresent(boundaries::advance);
        }
        return nextStart.isPresent() ? Optional.of(readCommand(nextStart.get())) : Optional.empty();
    }

    private ReceivedCommand readCommand(CsvRow first) throws IOException {
        RowMapper group = new RowMapper(file, first, boundaries.command());
        boolean createsGroup = boundaries.createsGroup();
        String ref = boundaries.groupRef();
        boolean isBelowTable = boundaries.isBelowTable();
        Optional<CsvRow> row = rows.nextSkipping(file.header()::isEmptyRow);
        while (row.isPresent() && !boundaries.advance(row.get())) {
            ref = boundaries.groupRef();
            boundaries.ambiguity().ifPresent(problem -> group.refuse(new Problem("/group_ref", problem)));
            group.addMember(row.get());
            row = rows.nextSkipping(file.header()::isEmptyRow);
        }
        nextStart = row;
        if (isBelowTable) {
            group.refuse(Problem.of(
                    describeRow(first) + " is below the table, and has no group_ref and no member; delete the row,"
                            + " or write the group_ref into it if it belongs to a group"));
        } else if (ref.isEmpty()) {
            group.refuse(new Problem("/group_ref", "is missing: name the group in its first row"));
        }
        String startRows = createsGroup ? file.nonContiguousGroups().describeRows(ref) : "";
        if (!startRows.isEmpty()) {
            group.refuse(new Problem(
                    "/group_ref",
                    "has rows that are not contiguous: they begin in rows " + startRows
                            + "; sort the file by group_ref"));
        }
        return group.toReceived(file.sourceOfRow(first.number()));
    }

    /** The first value of the row, so that a person finds it. */
    private static String describeRow(CsvRow row) {
        return row.cells().stream()
                .filter(cell -> !CellText.isBlank(cell))
                .findFirst()
                .map(cell -> "\"" + CellText.abbreviate(CellText.clean(cell)) + "\"")
                .orElse("the row");
    }

    @Override
    public void close() throws IOException {
        super.close();
        rows.close();
    }
}
