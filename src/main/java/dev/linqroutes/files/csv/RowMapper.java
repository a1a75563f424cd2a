package dev.linqroutes.files.csv;

import dev.linqroutes.command.ColumnPlace;
import dev.linqroutes.command.CommandSource;
import dev.linqroutes.command.Problem;
import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.command.RecordKeyAndHeaders;
import dev.linqroutes.command.placeholder.MissingValueMarker;
import dev.linqroutes.files.cell.CellText;
import dev.linqroutes.files.cell.GroupField;
import dev.linqroutes.files.cell.SheetCommand;
import dev.linqroutes.files.options.Sidecar;
import dev.linqroutes.files.rows.OversizedRow;
import dev.linqroutes.files.template.Template;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Maps a row to a command; with one member per row, the rows of the other members, too. */
final class RowMapper implements Template.PlaceholderValues {

    private final CsvHeader header;
    private final Sidecar options;
    private final CsvRow firstRow;
    private final RowCommandBuilder command;

    /** Cells of the first row, cleaned on first use: placeholders and the rows of other members read them repeatedly. */
    private final String[] cleanedCells;

    /** Columns that a text of the first row has inserted. */
    private final Set<Integer> insertedColumns = new HashSet<>();

    private boolean isUnmapped;

    /** @param type of the command; empty if the row does not tell it */
    RowMapper(CsvFile file, CsvRow first, Optional<SheetCommand> type) {
        this.header = file.header();
        this.options = file.options();
        this.firstRow = first;
        this.command = new RowCommandBuilder(
                type.orElse(SheetCommand.CREATE_GROUP),
                this,
                header.hasMemberPerRow() ? MissingValueMarker.Usage.MEMBERS : MissingValueMarker.Usage.ID,
                file.countryColumn());
        this.cleanedCells = new String[Math.min(header.size(), first.cells().size())];
        isUnmapped = !checkUsable(first, "") || type.isEmpty() && rejectCommand(first);
        if (!isUnmapped) {
            mapFirstRow();
        }
    }

    /** Refuses a row that does not tell its command. */
    private boolean rejectCommand(CsvRow row) {
        String written = header.writtenCommand(row);
        int column = header.column(GroupField.COMMAND).orElseThrow();
        command.refuse(
                place(column, row),
                written.isEmpty()
                        ? "is empty, and the row has no recipients; write what it does, such as message, rename or add"
                        : SheetCommand.describeUnknown(written));
        return true;
    }

    private void mapFirstRow() {
        List<Integer> unusedColumns = new ArrayList<>();
        for (int column = 0; column < cleanedCells.length; column++) {
            String cell = cell(column);
            Optional<GroupField> field = header.field(column);
            if (!cell.isEmpty() && field.isPresent()) {
                if (command.type().uses(field.get())) {
                    command.addCell(field.get(), ColumnPlace.of(header.title(column)), cell);
                } else {
                    unusedColumns.add(column);
                }
            } else if (!cell.isEmpty()) {
                requireName(column, "");
            }
        }
        options.values().forEach((field, value) -> {
            if (command.type().uses(field) && !command.has(field)) {
                command.addCell(field, ColumnPlace.of(field.mainName() + " of " + options.name()), value);
            }
        });
        unusedColumns.removeAll(insertedColumns);
        unusedColumns.forEach(column -> command.refuse(
                place(column, firstRow),
                command.type().type()
                        + " does not use it; empty the cell, or write a row of its own for what it is for"));
        nameMissingFields();
    }

    private void nameMissingFields() {
        ColumnPlace recipients = title(GroupField.TO, GroupField.HANDLE);
        command.putColumnIfAbsent("/to", recipients);
        command.putColumnIfAbsent("/handles", recipients);
        command.putColumnIfAbsent("/message", title(GroupField.TEXT, GroupField.LINKS, GroupField.MEDIA));
        command.putColumnIfAbsent("/from", title(GroupField.FROM));
        command.putColumnIfAbsent("/group_ref", title(GroupField.GROUP_REF));
        command.putColumnIfAbsent("/display_name", title(GroupField.DISPLAY_NAME));
        command.putColumnIfAbsent("/options", title(GroupField.OPTIONS));
        command.putColumnIfAbsent("/message_of", title(GroupField.MESSAGE_OF));
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
            if (field.equals(Optional.of(GroupField.COMMAND))) {
                if (SheetCommand.of(cell).isEmpty()) {
                    command.refuse(place(column, row), SheetCommand.describeUnknown(cell));
                }
            } else if (field.isEmpty()) {
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

    /** Refuses the command. */
    void refuse(Problem problem) {
        command.refuse(problem);
    }

    ReceivedCommand toReceived(CommandSource.File source) {
        if (firstRow.isTooLong()) {
            return OversizedRow.toReceived(source, "row", firstRow.length(), String.join(",", firstRow.cells()));
        }
        if (!isUnmapped) {
            requireFields();
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

    /** Refuses what the schema would refuse, too, but without telling what to do in a sheet. */
    private void requireFields() {
        boolean hasMessage =
                Stream.of(GroupField.TEXT, GroupField.LINKS, GroupField.MEDIA).anyMatch(command::has);
        switch (command.type()) {
            case CREATE_GROUP -> {
                if (!command.has(GroupField.TO) && command.has(GroupField.GROUP_REF) && hasMessage) {
                    refuse(new Problem(
                            "/to",
                            "must not be empty; to write to a group that exists, put \"message\" into a column"
                                    + " \"command\""));
                }
            }
            case UPDATE_GROUP -> {
                if (!command.has(GroupField.DISPLAY_NAME) && !command.has(GroupField.ICON)) {
                    refuse(new Problem("/display_name", "must not be empty, unless the row sets an icon"));
                }
            }
            case ADD_POLL_OPTIONS -> {
                if (!command.has(GroupField.MESSAGE_OF)) {
                    refuse(new Problem(
                            "/message_of",
                            "must not be empty: write the command_id of the command that sent the poll"));
                }
            }
            case SEND_POLL -> {
                if (command.optionCount() == 1) {
                    refuse(new Problem(
                            "/options",
                            "needs at least 2 options, separated by ; or | or a line break, or in columns option_1 and"
                                    + " option_2"));
                }
            }
            default -> {
                // The schema tells the rest.
            }
        }
        if (command.type() != SheetCommand.CREATE_GROUP
                && !command.has(GroupField.GROUP_REF)
                && !command.has(GroupField.CHAT_ID)
                && !header.hasMemberPerRow()) {
            refuse(new Problem("/group_ref", "must not be empty: it says to which group the command goes"));
        }
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
        insertedColumns.add(column.get());
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
