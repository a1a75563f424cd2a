package dev.linqroutes.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.ledger.batch.BatchStateReader;
import dev.linqroutes.ledger.draft.Draft;
import dev.linqroutes.ledger.draft.DraftStatus;
import dev.linqroutes.ledger.draft.Drafts;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Sheets of the ledger, found by what a request names, with the answer where it is too late. */
final class SheetStore {
    private final Drafts drafts;
    private final SheetWorkspace workspace;
    private final BatchStateReader batches;
    private final SheetView view;
    private final BatchView batchView;

    SheetStore(Drafts drafts, SheetWorkspace workspace, BatchStateReader batches, SheetView view, BatchView batchView) {
        this.drafts = drafts;
        this.workspace = workspace;
        this.batches = batches;
        this.view = view;
        this.batchView = batchView;
    }

    Draft find(String draftId) {
        return drafts.find(draftId)
                .orElseThrow(() ->
                        ConsoleError.notFound("there is no such sheet; it was deleted, or is older than 14 days"));
    }

    OpenSheet open(Draft draft) throws IOException {
        return workspace.open(draft);
    }

    /** The sheet that a request wants to change, if it is still the version that the request is based on. */
    Draft findForChange(ConsoleRequest request) {
        Draft draft = find(request.path("id"));
        if (draft.version() != request.version() || draft.status() != DraftStatus.EDITING) {
            throw changedMeanwhile(draft.draftId());
        }
        return draft;
    }

    ConsoleError changedMeanwhile(String draftId) {
        Draft draft = find(draftId);
        return ConsoleError.conflict(
                switch (draft.status()) {
                    case EDITING ->
                        draft.changedBy() + " has changed this sheet meanwhile; the page shows the new version";
                    case HELD -> draft.changedBy() + " has sent this sheet; it can still be stopped";
                    case SENDING, SENT -> draft.changedBy() + " has sent this sheet";
                });
    }

    ObjectNode show(String draftId) throws IOException {
        Draft draft = find(draftId);
        ObjectNode shown = SheetView.summary(draft);
        if (draft.status() != DraftStatus.SENT) {
            OpenSheet sheet = workspace.open(draft);
            view.add(shown, sheet);
            importedBatch(sheet.check()).ifPresent(batch -> shown.put("imported_as", batch));
            findSentBefore(draft).ifPresent(sent -> shown.putObject("sent_before")
                    .put("file", sent.file())
                    .put("by", sent.by())
                    .put("at", sent.at().toString()));
        }
        draft.batchId().flatMap(batches::find).ifPresent(batch -> shown.set("batch", batchView.show(batch)));
        return shown;
    }

    /** The batch of an earlier import of the same content with the same options. */
    Optional<String> importedBatch(SheetCheck check) {
        return check.file().map(BatchFile::batchId).filter(batchId -> batches.find(batchId)
                .isPresent());
    }

    /** Rows of the same file that were sent before. */
    record SentBefore(String file, String by, Instant at) {}

    /**
     * A sheet that was made of an earlier upload of the same file and sent, whole or in part; or the file itself, imported from the inbox,
     * where other options make it another batch.
     */
    Optional<SentBefore> findSentBefore(Draft draft) {
        return drafts.findSent(draft.uploadedAs())
                .filter(sent -> !wholeSheet(sent).equals(wholeSheet(draft)))
                .map(sent -> new SentBefore(sent.file(), sent.changedBy(), sent.changedAt()))
                .or(() -> batches.findByContent(draft.uploadedAs())
                        .map(sent -> new SentBefore(sent.batch().file(), "the inbox", sent.takenAt())));
    }

    /** The first rows of a sheet belong to it. */
    private static String wholeSheet(Draft draft) {
        return draft.restId().orElse(draft.draftId());
    }
}
