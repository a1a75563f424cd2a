package dev.linqroutes.files.csv;

import dev.linqroutes.command.ColumnPlace;
import dev.linqroutes.command.CommandSource;
import dev.linqroutes.command.Problem;
import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.command.RecordKeyAndHeaders;
import dev.linqroutes.command.placeholder.MissingValueMarker;
import dev.linqroutes.files.cell.CellText;
import dev.linqroutes.files.cell.GroupField;
import dev.linqroutes.files.options.Sidecar;
import dev.linqroutes.files.rows.OversizedRow;
import dev.linqroutes.files.template.Template;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Maps the row of a group to a command; with one member per row, the rows of the other members, too. */
final class GroupRowMapper implements Template.PlaceholderValues {

    private final CsvHeader header;
    private final Sidecar options;
    private final CsvRow firstRow;
    private final CreateGroupBuilder command;

    /** Cells of the first row, cleaned on first use: placeholders and the rows of other members read them repeatedly. */
    private final String[] cleanedCells;

    private boolean isUnmapped;

    GroupRowMapper(CsvFile file, CsvRow first) {
        this.header = file.header();
        this.options = file.options();
        this.firstRow = first;
        this.command = new CreateGroupBuilder(
                this,
                header.hasMemberPerRow() ? MissingValueMarker.Usage.MEMBERS : MissingValueMarker.Usage.ID,
                file.countryColumn());
        this.cleanedCells = new String[Math.min(header.size(), first.cells().size())];
        isUnmapped = !checkUsable(first, "");
        if (!isUnmapped) {
            mapFirstRow();
        }
    }

    private void mapFirstRow() {
        for (int column = 0; column < cleanedCells.length; column++) {
            String cell = cell(column);
            Optional<GroupField> field = header.field(column);
            if (!cell.isEmpty() && field.isPresent()) {
                command.addCell(field.get(), ColumnPlace.of(header.title(column)), cell);
            } else if (!cell.isEmpty()) {
                requireName(column, "");
            }
        }
        options.values().forEach((field, value) -> {
            if (!command.has(field)) {
                command.addCell(field, ColumnPlace.of(field.mainName() + " of " + options.name()), value);
            }
        });
        command.putColumnIfAbsent("/to", title(GroupField.TO, GroupField.HANDLE));
        command.putColumnIfAbsent("/message", title(GroupField.TEXT, GroupField.LINKS));
        command.putColumnIfAbsent("/from", title(GroupField.FROM));
        command.putColumnIfAbsent("/group_ref", title(GroupField.GROUP_REF));
    }

    /** The title of the first of these fields that has a column; the main name of the first field if none has. */
    private ColumnPlace title(GroupField... fields) {
        return ColumnPlace.of(Stream.of(fields)
                .flatMap(field -> header.column(field).stream())
                .findFirst()
                .map(header::title)
                .orElse(fields[0].mainName()));
    }

    private String cell(int column) {
        if (column >= cleanedCells.length) {
            return "";
        }
        if (cleanedCells[column] == null) {
            cleanedCells[column] = CellText.clean(firstRow.cells(), column);
        }
        return cleanedCells[column];
    }

    /** Adds the member of a further row of the group. */
    void addMember(CsvRow row) {
        String location = "row " + row.number() + ", ";
        if (!checkUsable(row, "row " + row.number() + ": ")) {
            return;
        }
        requireHandle(row);
        for (int column = 0; column < Math.min(header.size(), row.cells().size()); column++) {
            String cell = CellText.clean(row.cells(), column);
            Optional<GroupField> field = header.field(column);
            if (cell.isEmpty() || field.equals(Optional.of(GroupField.GROUP_REF))) {
                continue;
            }
            if (field.isEmpty()) {
                requireName(column, location);
            } else if (field.get() == GroupField.HANDLE) {
                command.addCell(GroupField.HANDLE, place(column, row), cell);
            } else if (!cell.equals(cell(column))) {
                String difference = location + "column " + CellText.abbreviate(header.title(column))
                        + ": differs from row " + firstRow.number() + ", the first row of the group";
                if (field.get() == GroupField.REGION) {
                    command.addMemberRegion(cell, difference);
                } else {
                    refuse(Problem.of(difference + "; write the value there, and the same or nothing here"
                            + (field.get() == GroupField.DISPLAY_NAME
                                    ? ". The column is the name of the group; rename a column of people's names to first_name"
                                    : "")));
                }
            }
        }
    }

    /** Requires a handle, except in a row that has only a group_ref, which was filled down below the table. */
    private void requireHandle(CsvRow row) {
        int handle = header.column(GroupField.HANDLE).orElseThrow();
        if (!CellText.clean(row.cells(), handle).isEmpty()) {
            return;
        }
        int ref = header.column(GroupField.GROUP_REF).orElseThrow();
        boolean hasMore = IntStream.range(0, row.cells().size())
                .mapToObj(column -> column == ref ? "" : row.cells().get(column))
                .anyMatch(cell -> !CellText.isBlank(cell) && !CellText.isUncheckedBox(cell));
        if (hasMore) {
            command.refuse(place(handle, row), "is empty, so the row names no member; fill it, or empty the row");
        }
    }

    /** Refuses the group. */
    void refuse(Problem problem) {
        command.refuse(problem);
    }

    ReceivedCommand toReceived(CommandSource.File source) {
        if (firstRow.isTooLong()) {
            return OversizedRow.toReceived(source, "row", firstRow.length(), String.join(",", firstRow.cells()));
        }
        command.checkRegion();
        byte[] body =
                isUnmapped ? String.join(",", firstRow.cells()).getBytes(StandardCharsets.UTF_8) : command.toJson();
        return new ReceivedCommand(
                source,
                RecordKeyAndHeaders.NONE,
                body,
                command.columns(),
                command.region(),
                command.problems(),
                command.warnings());
    }

    /** Refuses the row unless its cells can be assigned to columns. */
    private boolean checkUsable(CsvRow row, String location) {
        if (row.isTooLong()) {
            refuse(Problem.of(location + OversizedRow.describe("row", row.length())));
            return false;
        }
        if (header.hasExtraCells(row)) {
            refuse(Problem.of(location + "the row has " + row.width() + " cells and the header " + header.size()
                    + "; put quotes around a cell that contains a separator"));
            return false;
        }
        return !rejectSplitCell(row);
    }

    /** Refuses a row in which a cell was probably split because its quotes were not recognized. */
    private boolean rejectSplitCell(CsvRow row) {
        int behindBackslash = row.cells().size();
        for (int column = 0; column < Math.min(header.size(), row.cells().size()); column++) {
            String cell = row.cells().get(column);
            if (cell.startsWith(" ") && CellText.strip(cell).startsWith("\"")) {
                command.refuse(
                        place(column, row),
                        "begins with a space before a quote, so the quotes are not recognized; remove the space");
                return true;
            }
            if (behindBackslash < column && cell.endsWith("\"")) {
                command.refuse(
                        place(behindBackslash, row),
                        "ends with a backslash and a later cell with a quote, so they may be one cell that contains a"
                                + " quote; write such a quote twice, without a backslash");
                return true;
            }
            behindBackslash = cell.endsWith("\\") ? Math.min(behindBackslash, column) : behindBackslash;
        }
        return false;
    }

    /** The column, and the row unless it is the first. */
    private ColumnPlace place(int column, CsvRow row) {
        String title = header.name(column).isEmpty() ? String.valueOf(column + 1) : header.title(column);
        return row.number() == firstRow.number() ? ColumnPlace.of(title) : ColumnPlace.inRow(title, row.number());
    }

    private void requireName(int column, String location) {
        if (header.name(column).isEmpty()) {
            refuse(Problem.of(location + "column " + (column + 1)
                    + " has a value but no name; name the column in the first row, or empty the cell"
                    + (column == 0 ? ". To omit row numbers, use index=False (pandas) or row.names=FALSE (R)" : "")));
        }
    }

    /** The value of the column; of the options if the cell is empty or the column is missing. */
    @Override
    public Optional<String> findValue(String name) {
        Optional<Integer> column = header.column(name);
        if (column.isEmpty()) {
            return options.placeholderValue(name);
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
                .orElseGet(() -> GroupField.of(name))
                .filter(GroupField::isTemplate)
                .isPresent();
    }

    @Override
    public String describeColumns() {
        return header.describeColumns();
    }
}
