package dev.linqroutes.files.csv;

import dev.linqroutes.command.Problem;
import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.files.cell.CellText;
import dev.linqroutes.files.rows.LookaheadIterator;
import java.io.IOException;
import java.util.Optional;

/** Each row a member, rows that follow each other a group. */
final class MemberPerRowReader extends LookaheadIterator<ReceivedCommand> {
    private final CsvFile file;
    private final CsvParser rows;
    private final GroupBoundaries boundaries;
    private Optional<CsvRow> nextGroupStart = Optional.empty();
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
            nextGroupStart = rows.nextSkipping(file.header()::isEmptyRow);
            nextGroupStart.ifPresent(boundaries::advance);
        }
        return nextGroupStart.isPresent() ? Optional.of(readGroup(nextGroupStart.get())) : Optional.empty();
    }

    private ReceivedCommand readGroup(CsvRow begin) throws IOException {
        GroupRowMapper group = new GroupRowMapper(file, begin);
        String ref = boundaries.groupRef();
        boolean isBelowTable = boundaries.isBelowTable();
        Optional<CsvRow> row = rows.nextSkipping(file.header()::isEmptyRow);
        while (row.isPresent() && !boundaries.advance(row.get())) {
            ref = boundaries.groupRef();
            boundaries.ambiguity().ifPresent(doubt -> group.refuse(new Problem("/group_ref", doubt)));
            group.addMember(row.get());
            row = rows.nextSkipping(file.header()::isEmptyRow);
        }
        nextGroupStart = row;
        if (isBelowTable) {
            group.refuse(Problem.of(
                    describeRow(begin) + " stands under the table, has no group_ref and names nobody; delete such"
                            + " lines, or write the group_ref into a row that is of a group"));
        } else if (ref.isEmpty()) {
            group.refuse(new Problem("/group_ref", "is missing: name the group in its first row"));
        }
        String places = file.nonContiguousGroups().describeRows(ref);
        if (!places.isEmpty()) {
            group.refuse(new Problem(
                    "/group_ref",
                    "is the group of rows that do not stand together, they begin in rows " + places
                            + "; sort the file by group_ref"));
        }
        return group.toReceived(file.sourceOfRow(begin.number()));
    }

    /** What a person finds it by. */
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
