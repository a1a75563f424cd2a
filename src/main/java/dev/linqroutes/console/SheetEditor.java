package dev.linqroutes.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.files.cell.GroupField;
import dev.linqroutes.files.csv.CsvSheet;
import dev.linqroutes.files.options.Sidecar;
import dev.linqroutes.files.options.SidecarWriter;
import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.files.rows.InputRecord;
import dev.linqroutes.ledger.draft.Draft;
import dev.linqroutes.ledger.draft.DraftContent;
import dev.linqroutes.ledger.draft.Drafts;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/** Changes of sheets: cells, rows, what columns are taken for, values for all rows. Each makes a new version. */
final class SheetEditor {
    private static final int MAX_CELLS = 1_000;
    private static final int MAX_CELL_LENGTH = 32_767;

    private final Drafts drafts;
    private final SheetStore sheets;
    private final SheetWorkspace workspace;
    private final ColumnMemory columns;

    SheetEditor(Drafts drafts, SheetStore sheets, SheetWorkspace workspace, ColumnMemory columns) {
        this.drafts = drafts;
        this.sheets = sheets;
        this.workspace = workspace;
        this.columns = columns;
    }

    /** Changes cells, also those of the header. A column that is taken for something stays so under its new name; of others the name decides. */
    JsonNode changeCells(ConsoleRequest request) throws IOException {
        Map<Long, Map<Integer, String>> cells = new HashMap<>();
        JsonNode changes = request.body().path("cells");
        if (!changes.isArray() || changes.isEmpty() || changes.size() > MAX_CELLS) {
            throw ConsoleError.invalid("cells must be a list of 1 to " + MAX_CELLS + " changes");
        }
        for (JsonNode change : changes) {
            if (!change.path("row").canConvertToLong()
                    || !change.path("column").canConvertToInt()
                    || !change.path("value").isTextual()) {
                throw ConsoleError.invalid("a change has a row (from 1), a column (from 0) and a value");
            }
            int column = change.get("column").intValue();
            String value = change.get("value").textValue();
            if (column < 0 || column >= MAX_CELLS || value.length() > MAX_CELL_LENGTH) {
                throw ConsoleError.invalid(
                        "a cell has at most " + MAX_CELL_LENGTH + " characters, a row " + MAX_CELLS + " columns");
            }
            cells.computeIfAbsent(change.get("row").longValue(), row -> new HashMap<>())
                    .put(column, value);
        }
        return change(request, sheet -> {
            Map<Integer, String> titles = new HashMap<>(cells.getOrDefault(sheet.headerRow(), Map.of()));
            titles.keySet().removeIf(column -> column >= sheet.header().size());
            return new DraftContent(
                    copyCells(sheet, cells, row -> true), write(sheet.options(), renamed(sheet, titles)));
        });
    }

    private static Map<String, Optional<GroupField>> renamed(CsvSheet sheet, Map<Integer, String> titles) {
        Map<String, Optional<GroupField>> columns =
                new HashMap<>(sheet.options().columns());
        titles.keySet()
                .forEach(column ->
                        columns.remove(ColumnMemory.normalize(sheet.header().get(column))));
        titles.forEach((column, title) -> {
            String name = ColumnMemory.normalize(title);
            Optional<GroupField> field = sheet.columns().get(column).field();
            if (field.isPresent() && !name.isEmpty() && !field.equals(GroupField.of(name))) {
                columns.put(name, field);
            }
        });
        return columns;
    }

    /** Leaves commands out: a row, or with one member per row all rows of the group. */
    JsonNode removeRows(ConsoleRequest request) throws IOException {
        Set<Long> removed = new HashSet<>();
        request.body().path("rows").forEach(row -> removed.add(row.longValue()));
        if (removed.isEmpty() || removed.size() > MAX_CELLS) {
            throw ConsoleError.invalid("rows must be a list of 1 to " + MAX_CELLS + " row numbers");
        }
        // Not that of the check, which may not have come so far.
        Optional<BatchFile> file = workspace.openBatch(sheets.open(sheets.find(request.path("id"))));
        if (file.isPresent()) {
            removed.addAll(rowsOfCommands(file.get(), removed));
        }
        return change(request, sheet -> copy(sheet, Map.of(), row -> !removed.contains(row)));
    }

    /** Says what each column is taken for, and remembers it for the next sheet with this header. */
    JsonNode setColumns(ConsoleRequest request) throws IOException {
        List<ColumnMemory.Choice> fields = new ArrayList<>();
        request.body()
                .path("fields")
                .forEach(name -> fields.add(
                        name.isNull()
                                ? ColumnMemory.Choice.NONE
                                : new ColumnMemory.Choice(true, field(name.asText()))));
        List<String> header = new ArrayList<>();
        JsonNode changed = change(request, sheet -> {
            if (fields.size() != sheet.header().size()) {
                throw ConsoleError.invalid("fields must have one field for each of the "
                        + sheet.header().size() + " columns");
            }
            for (int i = 0; i < fields.size(); i++) {
                if (fields.get(i).field().isPresent()
                        && ColumnMemory.normalize(sheet.header().get(i)).isEmpty()) {
                    throw ConsoleError.invalid("column " + (i + 1) + " has no name; give it one first");
                }
            }
            header.addAll(sheet.header());
            return new DraftContent(
                    copyCells(sheet, Map.of(), row -> true),
                    write(sheet.options(), ColumnMemory.columnOptions(sheet.header(), fields)));
        });
        columns.remember(header, fields);
        return changed;
    }

    /** The field of this name; empty text for data. */
    private static Optional<GroupField> field(String name) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(GroupField.of(name)
                .filter(field -> field.mainName().equals(name))
                .orElseThrow(() -> ConsoleError.invalid("there is no field \"" + name + "\"")));
    }

    /** Sets a value for all rows in which the cell is empty or the column is missing; an empty value removes it. */
    JsonNode setValue(ConsoleRequest request) throws IOException {
        JsonNode body = request.body();
        GroupField field = field(body.path("field").asText())
                .filter(GroupField::mayHoldForAllRows)
                .orElseThrow(() -> ConsoleError.invalid("field must be one that may be the same for all rows"));
        String value = body.path("value").asText().strip();
        if (value.length() > MAX_CELL_LENGTH) {
            throw ConsoleError.invalid("a value has at most " + MAX_CELL_LENGTH + " characters");
        }
        return change(request, sheet -> {
            Map<GroupField, String> values = new EnumMap<>(GroupField.class);
            values.putAll(sheet.options().values());
            values.put(field, value);
            values.values().removeIf(String::isEmpty);
            return new DraftContent(
                    copyCells(sheet, Map.of(), row -> true),
                    SidecarWriter.write(
                            values, sheet.options().columns(), sheet.options().allOrNothing()));
        });
    }

    /** Puts a header above the rows, for a sheet whose first row is data. */
    JsonNode addHeader(ConsoleRequest request) throws IOException {
        return change(request, sheet -> {
            List<String> titles = IntStream.rangeClosed(1, sheet.header().size())
                    .mapToObj(i -> "column " + i)
                    .toList();
            StringWriter text = new StringWriter();
            sheet.writeWithHeader(text, titles);
            return new DraftContent(utf8(text), write(sheet.options(), Map.of()));
        });
    }

    private ObjectNode change(ConsoleRequest request, SheetWorkspace.SheetReader<DraftContent> change)
            throws IOException {
        Draft draft = sheets.findForChange(request);
        DraftContent content = change.read(sheets.open(draft).sheet());
        SheetApi.requireSize(draft.file(), content.sheet());
        workspace.requireReadable(draft.file(), content);
        if (!drafts.update(draft.draftId(), draft.version(), content, request.user())) {
            throw sheets.changedMeanwhile(draft.draftId());
        }
        return sheets.show(draft.draftId());
    }

    /** A copy of the sheet with other cells and fewer rows, and its options. */
    static DraftContent copy(CsvSheet sheet, Map<Long, Map<Integer, String>> cells, LongPredicate kept)
            throws IOException {
        return new DraftContent(
                copyCells(sheet, cells, kept),
                write(sheet.options(), sheet.options().columns()));
    }

    /** Without the encoding: a copy is UTF-8. */
    private static String write(Sidecar options, Map<String, Optional<GroupField>> columns) {
        return SidecarWriter.write(options.values(), columns, options.allOrNothing());
    }

    private static byte[] copyCells(CsvSheet sheet, Map<Long, Map<Integer, String>> cells, LongPredicate kept)
            throws IOException {
        StringWriter text = new StringWriter();
        sheet.writeCopy(text, cells, kept);
        return utf8(text);
    }

    private static byte[] utf8(StringWriter text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** All rows of the commands that some rows belong to: with one member per row, a command has several. */
    static Set<Long> rowsOfCommands(BatchFile file, Set<Long> rows) throws IOException {
        Set<Long> commandRows = new HashSet<>();
        readRecords(file, record -> {
            if (rows.contains(record.row())) {
                commandRows.add(record.commandRow());
            }
        });
        return rowsOf(file, commandRows);
    }

    /** All rows of the commands that begin in some rows. */
    static Set<Long> rowsOf(BatchFile file, Set<Long> commandRows) throws IOException {
        Set<Long> found = new HashSet<>();
        readRecords(file, record -> {
            if (commandRows.contains(record.commandRow())) {
                found.add(record.row());
            }
        });
        return found;
    }

    private static void readRecords(BatchFile file, Consumer<InputRecord> reader) throws IOException {
        try (BatchFile.InputRecords records = file.records()) {
            while (records.hasNext()) {
                reader.accept(records.next());
            }
        }
    }
}
