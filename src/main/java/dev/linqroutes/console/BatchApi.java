package dev.linqroutes.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.files.inbox.InboxFolder;
import dev.linqroutes.ledger.batch.BatchState;
import dev.linqroutes.ledger.batch.BatchStateReader;
import dev.linqroutes.ledger.draft.Draft;
import dev.linqroutes.ledger.draft.DraftContent;
import dev.linqroutes.ledger.draft.Drafts;
import dev.linqroutes.ledger.ops.Action;
import dev.linqroutes.ledger.ops.ActionType;
import dev.linqroutes.ledger.ops.AuditLog;
import dev.linqroutes.ledger.ops.BatchControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** Imported files: progress, results, cancel and retry. */
final class BatchApi {
    private static final int MAX_LISTED = 50;

    private final BatchStateReader batches;
    private final BatchControl control;
    private final Drafts drafts;
    private final BatchView view;
    private final InboxFolder inbox;
    private final SheetApi sheets;
    private final AuditLog audit;

    BatchApi(ConsoleParts.Ledger ledger, BatchView view, InboxFolder inbox, SheetApi sheets) {
        this.batches = ledger.batchStates();
        this.control = ledger.batchControl();
        this.drafts = ledger.drafts();
        this.audit = ledger.audit();
        this.view = view;
        this.inbox = inbox;
        this.sheets = sheets;
    }

    JsonNode list(ConsoleRequest request) {
        ObjectNode list = ConsoleHttp.JSON.createObjectNode();
        ArrayNode shown = list.putArray("batches");
        batches.findNewest(MAX_LISTED).forEach(state -> shown.add(view.show(state)));
        return list;
    }

    JsonNode show(ConsoleRequest request) {
        return view.show(find(request));
    }

    private BatchState find(ConsoleRequest request) {
        return batches.find(request.path("id"))
                .orElseThrow(() -> ConsoleError.notFound("there is no such batch in the ledger"));
    }

    /** The file of the results, or of the failed rows. */
    Path file(ConsoleRequest request, boolean failedRows) {
        return view.file(find(request), failedRows)
                .orElseThrow(() -> ConsoleError.notFound(
                        "there is no such file in inbox/done of this instance: the batch is not done yet, somebody has moved"
                                + " the file, or it is in the inbox of another instance"));
    }

    /** Makes a new sheet of the rows that failed, to be corrected on the page. */
    JsonNode editFailedRows(ConsoleRequest request) throws IOException {
        BatchState state = find(request);
        String stem = state.batch().stem();
        Path failed = file(request, true);
        if (Files.size(failed) > SheetApi.MAX_BYTES) {
            throw ConsoleError.conflict("the failed rows are too many for the page; correct them in inbox/done");
        }
        Path options = inbox.failedOptions(stem);
        return sheets.storeFailedRows(
                SheetName.ofFailedRows(stem),
                new DraftContent(
                        Files.readAllBytes(failed),
                        Files.isRegularFile(options, LinkOption.NOFOLLOW_LINKS) ? Files.readString(options) : ""),
                state.batch().batchId(),
                request.user());
    }

    JsonNode cancel(ConsoleRequest request) {
        BatchState state = find(request);
        AuditLog.Entry begun = audit.begin(action(request, ActionType.CANCEL_BATCH, state));
        BatchControl.CancelResult cancelled = control.cancel(state.batch().batchId());
        long rows = cancelled.commands() + cancelled.unreleasedRows();
        audit.complete(begun, rows, cancelled.inProgress() + " already in progress");
        ObjectNode result = ConsoleHttp.JSON.createObjectNode();
        result.put("cancelled", rows);
        result.put("in_progress", cancelled.inProgress());
        return result;
    }

    JsonNode retry(ConsoleRequest request) {
        BatchState state = find(request);
        Optional<Draft> corrected = drafts.findSent(state.batch().batchId());
        if (corrected.isPresent() && !request.body().path("again").booleanValue()) {
            throw ConsoleError.conflict("failed rows of this file were corrected and sent, by "
                    + corrected.get().changedBy() + " as " + corrected.get().file()
                    + "; a retry may create their groups twice");
        }
        AuditLog.Entry begun = audit.begin(action(request, ActionType.RETRY_BATCH, state));
        BatchControl.RetryResult retried = control.retry(state.batch().batchId());
        audit.complete(begun, retried.requeued(), retried.notRetryable() + " not retryable");
        ObjectNode result = ConsoleHttp.JSON.createObjectNode();
        result.put("retried", retried.requeued());
        result.put("not_retryable", retried.notRetryable());
        return result;
    }

    private static Action action(ConsoleRequest request, ActionType type, BatchState state) {
        return new Action(
                request.user(),
                type,
                state.batch().file() + " " + state.batch().batchId(),
                request.body().path("reason").asText());
    }
}
