package dev.linqroutes.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.files.inbox.InboxFolder;
import dev.linqroutes.ledger.batch.BatchState;
import dev.linqroutes.ledger.batch.BatchStatus;
import java.nio.file.Path;
import java.util.Optional;

/** Imported files as JSON. */
final class BatchView {
    private final InboxFolder inbox;

    BatchView(InboxFolder inbox) {
        this.inbox = inbox;
    }

    ObjectNode show(BatchState state) {
        ObjectNode shown = ConsoleHttp.JSON.createObjectNode();
        shown.put("id", state.batch().batchId());
        shown.put("file", state.batch().file());
        shown.put("status", state.status().word());
        shown.put("cancelled", state.cancelled());
        shown.put("rows", state.rows());
        shown.put("refused", state.refused());
        shown.put("released", state.released());
        shown.put("finished", state.finishedRows());
        ObjectNode counts = shown.putObject("counts");
        state.byStatus().forEach(counts::put);
        shown.put("delayed", state.delayedRows());
        shown.put("waiting_for_turn", state.waitingForTurn());
        state.nextDue().ifPresent(due -> shown.put("next_due_at", due.toString()));
        shown.put("taken_at", state.takenAt().toString());
        state.finishedAt().ifPresent(time -> shown.put("finished_at", time.toString()));
        shown.put("has_results", file(state, false).isPresent());
        shown.put("has_failed_rows", file(state, true).isPresent());
        return shown;
    }

    /** The file of the results, or of the failed rows; empty until the batch is done, and when somebody has moved the file. */
    Optional<Path> file(BatchState state, boolean failedRows) {
        return state.status() == BatchStatus.DONE
                ? inbox.findResults(state.batch().stem(), failedRows)
                : Optional.empty();
    }
}
