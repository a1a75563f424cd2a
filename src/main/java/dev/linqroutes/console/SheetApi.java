package dev.linqroutes.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.command.text.Sha256;
import dev.linqroutes.files.check.RowChecker;
import dev.linqroutes.files.csv.CsvSheet;
import dev.linqroutes.files.io.UnreadableFile;
import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.files.rows.InputRecord;
import dev.linqroutes.files.workbook.WorkbookConverter;
import dev.linqroutes.ledger.batch.BatchStateReader;
import dev.linqroutes.ledger.draft.Draft;
import dev.linqroutes.ledger.draft.DraftStatus;
import dev.linqroutes.ledger.draft.Drafts;
import dev.linqroutes.ledger.model.PlannedCall;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.ledger.ops.AuditLog;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;

/** Sheets that are prepared on the page: from the upload to the inbox. */
final class SheetApi {
    /** As many rows as a person corrects; larger files go to the inbox. */
    static final int MAX_BYTES = 10_000_000;

    /** Time to stop a sheet after it was sent. */
    static final Duration HOLD = Duration.ofSeconds(10);

    private static final int MAX_ROWS = 100;
    private static final int MAX_CELLS = 1_000;
    /** Steps from the header of a file to the names that somebody gave its columns. */
    private static final int MAX_RENAMES = 50;

    private static final int MAX_TITLE_LENGTH = 200;
    private static final int MAX_CELL_LENGTH = 32_767;

    private final Drafts drafts;
    private final SheetWorkspace workspace;
    private final RowChecker rows;
    private final BatchStateReader batches;
    private final AuditLog audit;
    private final SheetView view;
    private final BatchView batchView;

    SheetApi(
            Drafts drafts,
            SheetWorkspace workspace,
            RowChecker rows,
            BatchStateReader batches,
            AuditLog audit,
            SheetView view,
            BatchView batchView) {
        this.drafts = drafts;
        this.workspace = workspace;
        this.rows = rows;
        this.batches = batches;
        this.audit = audit;
        this.view = view;
        this.batchView = batchView;
    }

    JsonNode list(ConsoleRequest request) {
        ObjectNode list = ConsoleHttp.JSON.createObjectNode();
        ArrayNode sheets = list.putArray("sheets");
        drafts.findNewest().forEach(draft -> sheets.add(SheetView.summary(draft)));
        return list;
    }

    /** Stores an uploaded or pasted sheet. The names that somebody gave to the same columns before are applied. */
    JsonNode upload(ConsoleRequest request) throws IOException {
        String given =
                request.query("file").orElseThrow(() -> ConsoleError.invalid("file must be the name of the file"));
        byte[] content = Optional.ofNullable(request.context().body().buffer())
                .map(buffer -> buffer.getBytes())
                .filter(bytes -> bytes.length > 0)
                .orElseThrow(() -> ConsoleError.invalid(given + ": is empty"));
        String name = SheetName.of(given);
        List<String> workbookSheets = List.of();
        if (SheetName.isWorkbook(given)) {
            Path workbook = Files.createTempFile("linq-routes-", ".xlsx");
            try {
                Files.write(workbook, content);
                StringWriter csv = new StringWriter();
                workbookSheets = WorkbookConverter.sheetNames(workbook);
                WorkbookConverter.convert(workbook, request.query("sheet"), csv);
                content = csv.toString().getBytes(StandardCharsets.UTF_8);
            } catch (UnreadableFile e) {
                throw ConsoleError.invalid(given + ": " + e.getMessage());
            } finally {
                Files.deleteIfExists(workbook);
            }
        }
        return store(request, name, content, workbookSheets);
    }

    /** Stores the rows of a batch that failed as a new sheet. */
    JsonNode store(ConsoleRequest request, String name, byte[] content) throws IOException {
        return store(request, name, content, List.of());
    }

    private JsonNode store(ConsoleRequest request, String name, byte[] content, List<String> workbookSheets)
            throws IOException {
        if (content.length > MAX_BYTES) {
            throw ConsoleError.invalid(
                    name + ": is larger than " + MAX_BYTES / 1_000_000 + " MB; put it into the inbox");
        }
        byte[] stored = workspace.read(name, content, sheet -> withKnownNames(sheet, content));
        String draftId = drafts.create(name, stored, workspace.uploadId(content), request.user());
        ObjectNode created = show(draftId);
        created.put("columns_renamed", stored != content);
        workbookSheets.forEach(created.withArray("workbook_sheets")::add);
        return created;
    }

    private byte[] withKnownNames(CsvSheet sheet, byte[] content) throws IOException {
        List<String> names = sheet.header();
        // Each column was named on its own, one after the other; the last names lead to themselves.
        for (int i = 0; i < MAX_RENAMES; i++) {
            List<String> next = drafts.findColumnNames(hash(names)).orElse(names);
            if (next.equals(names)) {
                break;
            }
            names = next;
        }
        return names.equals(sheet.header()) ? content : renamed(sheet, names);
    }

    private static byte[] renamed(CsvSheet sheet, List<String> names) throws IOException {
        Map<Integer, String> cells = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            cells.put(i, names.get(i));
        }
        return SheetWorkspace.copy(sheet, Map.of(sheet.headerRow(), cells), row -> true);
    }

    private static String hash(List<String> header) {
        return HexFormat.of()
                .formatHex(
                        Sha256.newDigest().digest(String.join("\u0000", header).getBytes(StandardCharsets.UTF_8)));
    }

    JsonNode show(ConsoleRequest request) throws IOException {
        return show(request.path("id"));
    }

    private ObjectNode show(String draftId) throws IOException {
        Draft draft = find(draftId);
        ObjectNode shown = SheetView.summary(draft);
        if (draft.status() != DraftStatus.SENT) {
            OpenSheet sheet = workspace.open(draft);
            view.add(shown, sheet);
            importedBatch(sheet.check()).ifPresent(batch -> shown.put("imported_as", batch));
            sentBefore(draft).ifPresent(sent -> shown.set("sent_before", SheetView.summary(sent)));
        }
        draft.batchId().flatMap(batches::find).ifPresent(batch -> shown.set("batch", batchView.show(batch)));
        return shown;
    }

    private Draft find(String draftId) {
        return drafts.find(draftId)
                .orElseThrow(() ->
                        ConsoleError.notFound("there is no such sheet; it was deleted, or is older than 14 days"));
    }

    /** A sheet that was made of an earlier upload of the same file, and sent, whole or in part. */
    private Optional<Draft> sentBefore(Draft draft) {
        return drafts.findSent(draft.uploadedAs())
                .filter(sent -> !wholeSheet(sent).equals(wholeSheet(draft)));
    }

    /** The first rows of a sheet belong to it. */
    private static String wholeSheet(Draft draft) {
        return draft.restId().orElse(draft.draftId());
    }

    /** The batch of an earlier import of the same content. */
    private Optional<String> importedBatch(SheetCheck check) {
        return check.file().map(BatchFile::batchId).filter(batchId -> batches.find(batchId)
                .isPresent());
    }

    /** Rows with their cells, from a row number on; all of them, or those with a problem. */
    JsonNode rows(ConsoleRequest request) throws IOException {
        OpenSheet sheet = workspace.open(find(request.path("id")));
        long from = request.number("from", 1, Integer.MAX_VALUE);
        int limit = (int) request.number("limit", MAX_ROWS, MAX_ROWS);
        boolean onlyBad = request.query("only").filter("problems"::equals).isPresent();
        Set<Long> bad = onlyBad ? sheet.check().badRowNumbers() : Set.of();
        LongPredicate wanted = row -> row >= from && (!onlyBad || bad.contains(row));
        ObjectNode found = ConsoleHttp.JSON.createObjectNode();
        ArrayNode list = found.putArray("rows");
        for (CsvSheet.Row row : sheet.sheet().rows(wanted, limit)) {
            ObjectNode each = list.addObject();
            each.put("row", row.number());
            row.cells().forEach(each.putArray("cells")::add);
        }
        return found;
    }

    /** What the chat of a row will look like. */
    JsonNode preview(ConsoleRequest request) throws IOException {
        OpenSheet sheet = workspace.open(find(request.path("id")));
        BatchFile file = sheet.check()
                .file()
                .orElseThrow(() -> ConsoleError.conflict("the sheet cannot be read as a whole yet"));
        long row = request.number("row", 0, Integer.MAX_VALUE);
        PlannedCommand command = rows.plan(file, row)
                .orElseThrow(() -> ConsoleError.notFound(
                        "row " + row + " makes no group: it has a problem, or belongs to the group of a row above it"));
        ObjectNode preview = ChatPreview.of(command.calls());
        preview.put("row", row);
        command.group().groupRef().ifPresent(ref -> preview.put("group_ref", ref));
        command.notBefore().ifPresent(time -> preview.put("not_before", time.toString()));
        command.warnings().forEach(preview.putArray("warnings")::add);
        ArrayNode calls = preview.putArray("calls");
        for (PlannedCall call : command.calls()) {
            calls.add(call.method() + " " + call.path());
        }
        return preview;
    }

    /** Changes cells. */
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
        return change(request, sheet -> SheetWorkspace.copy(sheet, cells, row -> true));
    }

    /** Leaves commands out: a row, or with one member per row all rows of the group. */
    JsonNode removeRows(ConsoleRequest request) throws IOException {
        Set<Long> removed = new HashSet<>();
        request.body().path("rows").forEach(row -> removed.add(row.longValue()));
        if (removed.isEmpty() || removed.size() > MAX_CELLS) {
            throw ConsoleError.invalid("rows must be a list of 1 to " + MAX_CELLS + " row numbers");
        }
        Optional<BatchFile> file =
                workspace.open(find(request.path("id"))).check().file();
        if (file.isPresent()) {
            removed.addAll(rowsOfCommands(file.get(), removed));
        }
        return change(request, sheet -> SheetWorkspace.copy(sheet, Map.of(), row -> !removed.contains(row)));
    }

    /** Adds a column with the same value in each row, such as the country of all numbers. */
    JsonNode addColumn(ConsoleRequest request) throws IOException {
        String title = request.body().path("title").asText().strip();
        String value = request.body().path("value").asText();
        if (title.isEmpty() || title.length() > MAX_TITLE_LENGTH || value.length() > MAX_CELL_LENGTH) {
            throw ConsoleError.invalid("title must be the name of the new column, value what stands in each row");
        }
        return change(request, sheet -> {
            int column = sheet.header().size();
            if (column >= MAX_CELLS || sheet.header().contains(title)) {
                throw ConsoleError.conflict(
                        "the sheet has a column " + title + " already, or " + MAX_CELLS + " columns");
            }
            Map<Long, Map<Integer, String>> cells = new HashMap<>();
            cells.put(sheet.headerRow(), Map.of(column, title));
            sheet.rows(row -> true, Integer.MAX_VALUE).forEach(row -> cells.put(row.number(), Map.of(column, value)));
            return SheetWorkspace.copy(sheet, cells, row -> true);
        });
    }

    /** Renames the columns, and remembers it for the next sheet with this header. */
    JsonNode renameColumns(ConsoleRequest request) throws IOException {
        List<String> names = new ArrayList<>();
        request.body().path("names").forEach(name -> names.add(name.asText()));
        List<String> before = new ArrayList<>();
        JsonNode changed = change(request, sheet -> {
            if (names.size() != sheet.header().size()) {
                throw ConsoleError.invalid("names must have one name for each of the "
                        + sheet.header().size() + " columns");
            }
            before.addAll(sheet.header());
            return renamed(sheet, names);
        });
        drafts.rememberColumnNames(hash(before), names);
        // Where an earlier step leads on from here, it was taken back.
        drafts.rememberColumnNames(hash(names), names);
        return changed;
    }

    private ObjectNode change(ConsoleRequest request, SheetWorkspace.SheetReader<byte[]> change) throws IOException {
        String draftId = request.path("id");
        int version = request.version();
        OpenSheet sheet = workspace.open(requireVersion(draftId, version));
        byte[] content = change.read(sheet.sheet());
        if (content.length > MAX_BYTES) {
            throw ConsoleError.invalid("the sheet would be larger than " + MAX_BYTES / 1_000_000 + " MB");
        }
        if (!drafts.update(draftId, version, content, request.user())) {
            throw changedMeanwhile(draftId);
        }
        return show(draftId);
    }

    private Draft requireVersion(String draftId, int version) {
        Draft draft = find(draftId);
        if (draft.version() != version || draft.status() != DraftStatus.EDITING) {
            throw changedMeanwhile(draftId);
        }
        return draft;
    }

    private ConsoleError changedMeanwhile(String draftId) {
        Draft draft = find(draftId);
        return ConsoleError.conflict(
                switch (draft.status()) {
                    case EDITING ->
                        draft.changedBy() + " has changed this sheet meanwhile; the page shows the new version";
                    case HELD -> draft.changedBy() + " has sent this sheet; it can still be stopped";
                    case SENDING, SENT -> draft.changedBy() + " has sent this sheet";
                });
    }

    /** Sends the sheet, or its first good rows, after {@link #HOLD}. */
    JsonNode send(ConsoleRequest request) throws IOException {
        String draftId = request.path("id");
        int version = request.version();
        Draft draft = requireVersion(draftId, version);
        OpenSheet sheet = workspace.open(draft);
        SheetCheck check = sheet.check();
        if (!check.isDone()) {
            throw ConsoleError.conflict("the check is still running; wait for its end");
        }
        BatchFile file = check.file()
                .filter(each -> check.unreadable().isEmpty())
                .orElseThrow(() -> ConsoleError.conflict(check.unreadable().orElse("the sheet cannot be read")));
        if (check.firstGoodRows().isEmpty()) {
            throw ConsoleError.conflict("no row is good, so nothing would be sent");
        }
        if (batches.find(file.batchId()).isPresent()) {
            throw ConsoleError.conflict("this sheet was imported before, as batch " + file.batchId()
                    + "; the same rows are never sent twice");
        }
        Optional<Draft> before = sentBefore(draft);
        if (before.isPresent() && !request.body().path("again").booleanValue()) {
            throw ConsoleError.conflict(
                    "rows of the same file were sent before, by " + before.get().changedBy() + " as "
                            + before.get().file() + "; sent again, groups without a group_ref would be created twice");
        }
        boolean onlyFirst = request.body().path("rows").asText().equals("first");
        String reason = request.body().path("reason").asText();
        return onlyFirst
                ? sendFirst(request, draft, sheet, file, reason)
                : sendAll(request, draft, file.batchId(), check.estimate().groups(), reason);
    }

    private JsonNode sendAll(ConsoleRequest request, Draft draft, String batchId, long groups, String reason)
            throws IOException {
        if (!drafts.hold(draft.draftId(), draft.version(), batchId, HOLD, request.user())) {
            throw changedMeanwhile(draft.draftId());
        }
        audit.record(request.user(), "send-sheet", draft.file(), reason, groups, "batch " + batchId);
        return show(draft.draftId());
    }

    private JsonNode sendFirst(ConsoleRequest request, Draft draft, OpenSheet sheet, BatchFile file, String reason)
            throws IOException {
        Set<Long> first = rowsOfCommands(file, new HashSet<>(sheet.check().firstGoodRows()));
        byte[] content = SheetWorkspace.copy(sheet.sheet(), Map.of(), first::contains);
        byte[] rest = SheetWorkspace.copy(sheet.sheet(), Map.of(), row -> !first.contains(row));
        String name = SheetName.ofFirstRows(draft.file());
        Drafts.Part part = new Drafts.Part(name, content, workspace.batchId(name, content));
        String sent = drafts.split(draft, rest, part, HOLD, request.user())
                .orElseThrow(() -> changedMeanwhile(draft.draftId()));
        audit.record(
                request.user(),
                "send-first-rows",
                draft.file(),
                reason,
                sheet.check().firstGoodRows().size(),
                "batch " + part.batchId());
        return show(sent);
    }

    /** All rows of some commands: with one member per row, a command has several. */
    private static Set<Long> rowsOfCommands(BatchFile file, Set<Long> commandRows) throws IOException {
        Set<Long> found = new HashSet<>();
        try (BatchFile.InputRecords records = file.records()) {
            while (records.hasNext()) {
                InputRecord record = records.next();
                if (commandRows.contains(record.commandRow())) {
                    found.add(record.row());
                }
            }
        }
        return found;
    }

    /** Stops a sheet during {@link #HOLD}. */
    JsonNode stop(ConsoleRequest request) throws IOException {
        String draftId = request.path("id");
        Draft draft = find(draftId);
        if (!drafts.stop(draftId, request.user())) {
            throw ConsoleError.conflict(
                    "it is too late to stop the sheet: it is in the inbox. Cancel its batch instead");
        }
        audit.record(request.user(), "stop-sheet", draft.file(), "", 1, "not sent");
        return show(draftId);
    }

    JsonNode delete(ConsoleRequest request) {
        Draft draft = find(request.path("id"));
        if (!drafts.delete(draft.draftId())) {
            throw ConsoleError.conflict("the sheet is being sent; stop it first");
        }
        audit.record(request.user(), "delete-sheet", draft.file(), "", 1, "deleted");
        return ConsoleHttp.JSON.createObjectNode();
    }
}
