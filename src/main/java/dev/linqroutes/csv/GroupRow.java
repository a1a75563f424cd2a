package dev.linqroutes.csv;

import dev.linqroutes.command.NoValue;
import dev.linqroutes.command.Problem;
import dev.linqroutes.command.Received;
import dev.linqroutes.command.RecordParts;
import dev.linqroutes.command.Source;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A group as a row describes it, and where each row is a member, those that follow. */
final class GroupRow implements Template.Values {

    private final CsvHeader header;
    private final Sidecar options;
    private final RawRow first;
    private final GroupCommand command;

    /** Of the first row. Cleaned once: placeholders and the rows of other members ask for one cell again and again. */
    private final String[] cleaned;

    private boolean isRaw;

    GroupRow(CsvFile file, RawRow first) {
        this.header = file.header();
        this.options = file.options();
        this.first = first;
        this.command = new GroupCommand(
                this, header.isMemberARow() ? NoValue.Place.MEMBERS : NoValue.Place.ID, file.regions());
        this.cleaned = new String[Math.min(header.size(), first.cells().size())];
        isRaw = !isUsable(first, "");
        if (!isRaw) {
            begin();
        }
    }

    private void begin() {
        for (int column = 0; column < cleaned.length; column++) {
            String cell = cell(column);
            Optional<Field> field = header.field(column);
            if (!cell.isEmpty() && field.isPresent()) {
                command.fill(field.get(), header.title(column), cell);
            } else if (!cell.isEmpty()) {
                requireName(column, "");
            }
        }
        options.values().forEach((field, value) -> {
            if (!command.has(field)) {
                command.fill(field, field.mainName() + " of " + options.name(), value);
            }
        });
        command.name("/to", title(Field.TO, Field.HANDLE));
        command.name("/message", title(Field.TEXT, Field.LINKS));
        command.name("/from", title(Field.FROM));
        command.name("/group_ref", title(Field.GROUP_REF));
    }

    /** How the sheet calls the first of the fields that it has; where it has none, how it would be called. */
    private String title(Field... fields) {
        return Stream.of(fields)
                .flatMap(field -> header.column(field).stream())
                .findFirst()
                .map(header::title)
                .orElse(fields[0].mainName());
    }

    private String cell(int column) {
        if (column >= cleaned.length) {
            return "";
        }
        if (cleaned[column] == null) {
            cleaned[column] = Cells.clean(first.cells(), column);
        }
        return cleaned[column];
    }

    /** Adds a member that another row of the group names. */
    void member(RawRow row) {
        String place = "row " + row.number() + ", ";
        if (!isUsable(row, "row " + row.number() + ": ")) {
            return;
        }
        requireHandle(row);
        for (int column = 0; column < Math.min(header.size(), row.cells().size()); column++) {
            String cell = Cells.clean(row.cells(), column);
            Optional<Field> field = header.field(column);
            if (cell.isEmpty() || field.equals(Optional.of(Field.GROUP_REF))) {
                continue;
            }
            if (field.isEmpty()) {
                requireName(column, place);
            } else if (field.get() == Field.HANDLE) {
                command.fill(Field.HANDLE, column(column, row), cell);
            } else if (!cell.equals(cell(column))) {
                String differs = place + "column " + Cells.shown(header.title(column)) + ": differs from row "
                        + first.number() + ", the first of the group";
                if (field.get() == Field.REGION) {
                    command.memberRegion(cell, differs);
                } else {
                    refuse(Problem.of(differs + "; write it there, and nothing or the same here"
                            + (field.get() == Field.NAME
                                    ? ". It is the name of the group; call a column of people's names first_name"
                                    : "")));
                }
            }
        }
    }

    /** A row with only the name of its group is filled down too far; any other means somebody. */
    private void requireHandle(RawRow row) {
        int handle = header.column(Field.HANDLE).orElseThrow();
        if (!Cells.clean(row.cells(), handle).isEmpty()) {
            return;
        }
        int ref = header.column(Field.GROUP_REF).orElseThrow();
        boolean hasMore = IntStream.range(0, row.cells().size())
                .mapToObj(column -> column == ref ? "" : row.cells().get(column))
                .anyMatch(cell -> !Cells.isBlank(cell) && !Cells.isUnticked(cell));
        if (hasMore) {
            command.refuse(
                    column(handle, row), "is empty, so nobody knows whom the row means; fill it, or empty the row");
        }
    }

    /** Refuses the group. */
    void refuse(Problem problem) {
        command.refuse(problem);
    }

    Received received(Source.File source) {
        if (first.isTooLong()) {
            return TooLong.received(source, "row", first.length(), String.join(",", first.cells()));
        }
        command.settleRegion();
        byte[] body = isRaw ? String.join(",", first.cells()).getBytes(StandardCharsets.UTF_8) : command.json();
        return new Received(
                source,
                RecordParts.NONE,
                body,
                command.columns(),
                command.region(),
                command.problems(),
                command.warnings());
    }

    /** Whether each cell stands under its column. */
    private boolean isUsable(RawRow row, String place) {
        if (row.isTooLong()) {
            refuse(Problem.of(place + TooLong.told("row", row.length())));
            return false;
        }
        if (header.isShifted(row)) {
            refuse(Problem.of(place + "the row has " + row.width() + " cells and the header " + header.size()
                    + "; put quotes around a cell that holds a separator"));
            return false;
        }
        return !isTorn(row);
    }

    /** Whether a quote did not hold its cell together, so that the next cells may be the rest of it. */
    private boolean isTorn(RawRow row) {
        int behindBackslash = row.cells().size();
        for (int column = 0; column < Math.min(header.size(), row.cells().size()); column++) {
            String cell = row.cells().get(column);
            if (cell.startsWith(" ") && Cells.stripped(cell).startsWith("\"")) {
                command.refuse(
                        column(column, row),
                        "begins with a space before a quote, so the quotes do not hold the cell together; remove the"
                                + " space");
                return true;
            }
            if (behindBackslash < column && cell.endsWith("\"")) {
                command.refuse(
                        column(behindBackslash, row),
                        "ends with a backslash and a later cell with a quote, so they may be one cell with a quote in"
                                + " it; write such a quote twice, without a backslash");
                return true;
            }
            behindBackslash = cell.endsWith("\\") ? Math.min(behindBackslash, column) : behindBackslash;
        }
        return false;
    }

    /** The column as a person finds it. */
    private String column(int column, RawRow row) {
        String name = header.name(column).isEmpty() ? String.valueOf(column + 1) : header.title(column);
        return row.number() == first.number() ? name : name + ", row " + row.number();
    }

    private void requireName(int column, String place) {
        if (header.name(column).isEmpty()) {
            refuse(Problem.of(place + "column " + (column + 1)
                    + " has a value and no name; name it in the first row, or empty the cell"
                    + (column == 0
                            ? ". Row numbers are left out with index=False (pandas), row.names=FALSE (R)"
                            : "")));
        }
    }

    /** Of the column; where its cell is empty or there is none, of the options. */
    @Override
    public Optional<String> of(String name) {
        Optional<Integer> column = header.column(name);
        if (column.isEmpty()) {
            return options.named(name);
        }
        String cell = cell(column.get());
        return cell.isEmpty()
                ? header.field(column.get()).flatMap(options::value).or(() -> Optional.of(""))
                : Optional.of(cell);
    }

    @Override
    public boolean isTemplate(String name) {
        return header.column(name)
                .map(header::field)
                .orElseGet(() -> Field.of(name))
                .filter(Field::isTemplate)
                .isPresent();
    }

    @Override
    public String shownNames() {
        return header.shownNames();
    }
}
