package dev.linqroutes.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.files.cell.SpreadsheetEscaper;
import dev.linqroutes.files.check.RowChecker;
import dev.linqroutes.files.csv.CsvSheet;
import dev.linqroutes.files.io.UnreadableFile;
import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.files.workbook.WorkbookConverter;
import dev.linqroutes.ledger.draft.Draft;
import dev.linqroutes.ledger.draft.DraftContent;
import dev.linqroutes.ledger.draft.Drafts;
import dev.linqroutes.ledger.model.PlannedCall;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.ledger.ops.Action;
import dev.linqroutes.ledger.ops.ActionType;
import dev.linqroutes.ledger.ops.AuditLog;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;

/** Sheets that are prepared on the page: upload, rows, the chats that they make. */
final class SheetApi {
    /** As many rows as a person corrects; larger files go to the inbox. */
    static final int MAX_BYTES = 10_000_000;

    private static final int MAX_ROWS = 100;

    private final Drafts drafts;
    private final SheetStore sheets;
    private final SheetWorkspace workspace;
    private final ColumnMemory columns;
    private final RowChecker rows;
    private final AuditLog audit;

    SheetApi(
            Drafts drafts,
            SheetStore sheets,
            SheetWorkspace workspace,
            ColumnMemory columns,
            RowChecker rows,
            AuditLog audit) {
        this.drafts = drafts;
        this.sheets = sheets;
        this.workspace = workspace;
        this.columns = columns;
        this.rows = rows;
        this.audit = audit;
    }

    JsonNode list(ConsoleRequest request) {
        ObjectNode list = ConsoleHttp.JSON.createObjectNode();
        ArrayNode found = list.putArray("sheets");
        drafts.findNewest().forEach(draft -> found.add(SheetView.summary(draft)));
        return list;
    }

    /** Stores an uploaded or pasted sheet. Its columns are taken for what somebody has said of the last sheet with its header. */
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
        DraftContent plain = new DraftContent(content, "");
        String options = workspace.read(name, plain, columns::recall);
        ObjectNode created =
                store(name, new DraftContent(content, options), SheetWorkspace.uploadId(content), request.user());
        created.put("columns_known", !options.isEmpty());
        workbookSheets.forEach(created.withArray("workbook_sheets")::add);
        return created;
    }

    /**
     * Stores the failed rows of a batch as a new sheet, without the apostrophes that keep spreadsheets from reading formulas.
     *
     * @param batchId which tells that rows of it were sent before
     */
    JsonNode storeFailedRows(String name, DraftContent content, String batchId, String user) throws IOException {
        DraftContent plain = workspace.read(name, content, sheet -> {
            Map<Long, Map<Integer, String>> cells = new HashMap<>();
            for (CsvSheet.Row row : sheet.rows(each -> true, Integer.MAX_VALUE)) {
                for (int i = 0; i < row.cells().size(); i++) {
                    String cell = row.cells().get(i);
                    String unescaped = SpreadsheetEscaper.unescape(cell);
                    if (!unescaped.equals(cell)) {
                        cells.computeIfAbsent(row.number(), number -> new HashMap<>())
                                .put(i, unescaped);
                    }
                }
            }
            return SheetEditor.copy(sheet, cells, row -> true);
        });
        return store(name, plain, batchId, user);
    }

    private ObjectNode store(String name, DraftContent content, String uploadedAs, String user) throws IOException {
        requireSize(name, content.sheet());
        return sheets.show(drafts.create(name, content, uploadedAs, user));
    }

    static void requireSize(String name, byte[] content) {
        if (content.length > MAX_BYTES) {
            throw ConsoleError.invalid(
                    name + ": is larger than " + MAX_BYTES / 1_000_000 + " MB; put it into the inbox");
        }
    }

    JsonNode show(ConsoleRequest request) throws IOException {
        return sheets.show(request.path("id"));
    }

    /** Rows with their cells, from a row number on; all of them, or those with a problem. */
    JsonNode rows(ConsoleRequest request) throws IOException {
        OpenSheet sheet = sheets.open(sheets.find(request.path("id")));
        long from = request.number("from", 1, Integer.MAX_VALUE);
        int limit = (int) request.number("limit", MAX_ROWS, MAX_ROWS);
        boolean onlyBad = request.query("only").filter("problems"::equals).isPresent();
        Set<Long> bad = onlyBad ? badRows(sheet) : Set.of();
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

    /** Rows with a problem; with one member per row, all rows of the group, since the problem may be in each of them. */
    private static Set<Long> badRows(OpenSheet sheet) throws IOException {
        Set<Long> bad = sheet.check().badRowNumbers();
        Optional<BatchFile> file = sheet.check().file();
        if (file.isPresent()) {
            bad.addAll(SheetEditor.rowsOf(file.get(), Set.copyOf(bad)));
        }
        return bad;
    }

    /** What the chat of a row will look like, or what the row does to it. */
    JsonNode preview(ConsoleRequest request) throws IOException {
        OpenSheet sheet = sheets.open(sheets.find(request.path("id")));
        BatchFile file = sheet.check()
                .file()
                .orElseThrow(() -> ConsoleError.conflict("the sheet cannot be read as a whole yet"));
        long row = request.number("row", 0, Integer.MAX_VALUE);
        PlannedCommand command = rows.plan(file, row)
                .orElseThrow(() -> ConsoleError.notFound("row " + row
                        + " does nothing by itself: it has a problem, or belongs to the group of a row above it"));
        ObjectNode preview = ChatPreview.of(command);
        preview.put("row", row);
        preview.put("command", command.type());
        command.group().groupRef().ifPresent(ref -> preview.put("group_ref", ref));
        command.notBefore().ifPresent(time -> preview.put("not_before", time.toString()));
        command.warnings().forEach(preview.putArray("warnings")::add);
        ArrayNode calls = preview.putArray("calls");
        for (PlannedCall call : command.calls()) {
            calls.add(call.method() + " " + call.path());
        }
        return preview;
    }

    JsonNode delete(ConsoleRequest request) {
        Draft draft = sheets.find(request.path("id"));
        Action action = new Action(request.user(), ActionType.DELETE_SHEET, draft.file(), "");
        if (!drafts.delete(draft.draftId(), audit.entry(action, 1, "deleted"))) {
            throw ConsoleError.conflict("the sheet is being sent; stop it first");
        }
        return ConsoleHttp.JSON.createObjectNode();
    }
}
