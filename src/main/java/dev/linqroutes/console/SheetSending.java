package dev.linqroutes.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.ledger.db.TransactionStep;
import dev.linqroutes.ledger.draft.Draft;
import dev.linqroutes.ledger.draft.DraftContent;
import dev.linqroutes.ledger.draft.Drafts;
import dev.linqroutes.ledger.ops.Action;
import dev.linqroutes.ledger.ops.ActionType;
import dev.linqroutes.ledger.ops.AuditLog;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Sends sheets to the inbox, after some time in which they can be stopped. */
final class SheetSending {
    /** Time to stop a sheet after it was sent. */
    static final Duration HOLD = Duration.ofSeconds(10);

    private static final String ALL_ROWS = "all";
    private static final String FIRST_ROWS = "first";

    private final Drafts drafts;
    private final SheetStore sheets;
    private final SheetWorkspace workspace;
    private final AuditLog audit;

    SheetSending(Drafts drafts, SheetStore sheets, SheetWorkspace workspace, AuditLog audit) {
        this.drafts = drafts;
        this.sheets = sheets;
        this.workspace = workspace;
        this.audit = audit;
    }

    /** Sends the sheet, or its first good rows, after {@link #HOLD}. */
    JsonNode send(ConsoleRequest request) throws IOException {
        Draft draft = sheets.findForChange(request);
        OpenSheet sheet = sheets.open(draft);
        BatchFile file = requireSendable(sheet.check());
        JsonNode body = request.body();
        Optional<SheetStore.SentBefore> before = sheets.findSentBefore(draft);
        if (before.isPresent() && !body.path("again").booleanValue()) {
            throw ConsoleError.conflict(
                    "rows of the same file were sent before, by " + before.get().by() + " as "
                            + before.get().file() + "; sent again, groups without a group_ref would be created twice");
        }
        String reason = body.path("reason").asText();
        String rows = body.path("rows").asText(ALL_ROWS);
        if (!rows.equals(ALL_ROWS) && !rows.equals(FIRST_ROWS)) {
            throw ConsoleError.invalid("rows must be all or first, is \"" + rows + "\"");
        }
        return rows.equals(FIRST_ROWS)
                ? sendFirst(request.user(), draft, sheet, file, reason)
                : sendAll(request.user(), draft, sheet, file, reason);
    }

    private BatchFile requireSendable(SheetCheck check) {
        if (!check.isDone()) {
            throw ConsoleError.conflict("the check is still running; wait for its end");
        }
        BatchFile file = check.file()
                .filter(each -> check.unreadable().isEmpty())
                .orElseThrow(() -> ConsoleError.conflict(check.unreadable().orElse("the sheet cannot be read")));
        if (check.firstGoodRows().isEmpty()) {
            throw ConsoleError.conflict("no row is good, so nothing would be sent");
        }
        sheets.importedBatch(check).ifPresent(batchId -> {
            throw ConsoleError.conflict(
                    "this sheet was imported before, as batch " + batchId + "; the same rows are never sent twice");
        });
        return file;
    }

    private JsonNode sendAll(String user, Draft draft, OpenSheet sheet, BatchFile file, String reason)
            throws IOException {
        TransactionStep record = audit.entry(
                new Action(user, ActionType.SEND_SHEET, draft.file(), reason),
                sheet.check().estimate().groups(),
                "batch " + file.batchId());
        if (!drafts.hold(draft.draftId(), draft.version(), file.batchId(), HOLD, user, record)) {
            throw sheets.changedMeanwhile(draft.draftId());
        }
        return sheets.show(draft.draftId());
    }

    private JsonNode sendFirst(String user, Draft draft, OpenSheet sheet, BatchFile file, String reason)
            throws IOException {
        Set<Long> first =
                SheetEditor.rowsOfCommands(file, new HashSet<>(sheet.check().firstGoodRows()));
        DraftContent content = SheetEditor.copy(sheet.sheet(), Map.of(), first::contains);
        DraftContent rest = SheetEditor.copy(sheet.sheet(), Map.of(), row -> !first.contains(row));
        String name = SheetName.ofFirstRows(draft.file());
        Drafts.Part part = new Drafts.Part(name, content, workspace.batchId(name, content));
        TransactionStep record = audit.entry(
                new Action(user, ActionType.SEND_FIRST_ROWS, draft.file(), reason),
                sheet.check().firstGoodRows().size(),
                "batch " + part.batchId());
        String sent = drafts.split(draft, rest, part, HOLD, user, record)
                .orElseThrow(() -> sheets.changedMeanwhile(draft.draftId()));
        return sheets.show(sent);
    }

    /** Stops a sheet during {@link #HOLD}. */
    JsonNode stop(ConsoleRequest request) throws IOException {
        Draft draft = sheets.find(request.path("id"));
        Action action = new Action(request.user(), ActionType.STOP_SHEET, draft.file(), "");
        if (!drafts.stop(draft.draftId(), request.user(), audit.entry(action, 1, "not sent"))) {
            throw ConsoleError.conflict(
                    "it is too late to stop the sheet: it is in the inbox. Cancel its batch instead");
        }
        return sheets.show(draft.draftId());
    }
}
