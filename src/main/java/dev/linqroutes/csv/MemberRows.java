package dev.linqroutes.csv;

import dev.linqroutes.command.Problem;
import dev.linqroutes.command.Received;
import java.io.IOException;
import java.util.Optional;

/** Each row a member, rows that follow each other a group. */
final class MemberRows extends Reading<Received> {
    private final CsvFile file;
    private final CsvParser rows;
    private final GroupRuns runs;
    private Optional<RawRow> first = Optional.empty();
    private boolean begun;

    MemberRows(CsvFile file, CsvParser rows) {
        this.file = file;
        this.rows = rows;
        this.runs = new GroupRuns(file.header());
    }

    @Override
    protected Optional<Received> read() throws IOException {
        if (!begun) {
            begun = true;
            first = rows.nextBut(file.header()::isEmpty);
            first.ifPresent(runs::begins);
        }
        return first.isPresent() ? Optional.of(group(first.get())) : Optional.empty();
    }

    private Received group(RawRow begin) throws IOException {
        GroupRow group = new GroupRow(file, begin);
        String ref = runs.ref();
        boolean isBelowTable = runs.isBelowTable();
        Optional<RawRow> row = rows.nextBut(file.header()::isEmpty);
        while (row.isPresent() && !runs.begins(row.get())) {
            ref = runs.ref();
            runs.doubt().ifPresent(doubt -> group.refuse(new Problem("/group_ref", doubt)));
            group.member(row.get());
            row = rows.nextBut(file.header()::isEmpty);
        }
        first = row;
        if (isBelowTable) {
            group.refuse(
                    Problem.of(shown(begin) + " stands under the table, has no group_ref and names nobody; delete such"
                            + " lines, or write the group_ref into a row that is of a group"));
        } else if (ref.isEmpty()) {
            group.refuse(new Problem("/group_ref", "is missing: name the group in its first row"));
        }
        String places = file.apart().shownPlaces(ref);
        if (!places.isEmpty()) {
            group.refuse(new Problem(
                    "/group_ref",
                    "is the group of rows that do not stand together, they begin in rows " + places
                            + "; sort the file by group_ref"));
        }
        return group.received(file.source(begin.number()));
    }

    /** What a person finds it by. */
    private static String shown(RawRow row) {
        return row.cells().stream()
                .filter(cell -> !Cells.isBlank(cell))
                .findFirst()
                .map(cell -> "\"" + Cells.shown(Cells.clean(cell)) + "\"")
                .orElse("the row");
    }

    @Override
    public void close() throws IOException {
        super.close();
        rows.close();
    }
}
