package dev.linqroutes.files.results;

import dev.linqroutes.files.imports.ImportProgress;
import dev.linqroutes.files.imports.ImportRegistry;
import dev.linqroutes.files.inbox.InboxFolder;
import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.ledger.batch.ResultsLease;
import dev.linqroutes.ledger.batch.RowResult;
import dev.linqroutes.ledger.batch.RowResultReader;
import dev.linqroutes.ledger.db.BatchLeaseLost;
import dev.linqroutes.trace.CommandLabels;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the results of a completed file, and moves the file to {@code done}. */
public final class ResultsWriter {
    private static final Logger LOG = LoggerFactory.getLogger("dev.linqroutes.inbox");

    /** Rows written between two renewals of the lease: less than a second even on a slow disk. */
    private static final int ROWS_PER_RENEWAL = 1_000;

    private static final String REPEATED =
            "this is the result of an earlier import of the same content; nothing was sent again";

    private final ImportRegistry registry;
    private final InboxFolder inbox;
    private final RowResultReader results;
    private final ResultsLease lease;
    private final ResultsSheet sheet = new ResultsSheet();

    public ResultsWriter(ImportRegistry registry, InboxFolder inbox, RowResultReader results, ResultsLease lease) {
        this.registry = registry;
        this.inbox = inbox;
        this.results = results;
        this.lease = lease;
    }

    /**
     * Writes the results and completes the batch; does nothing while another instance does.
     *
     * @throws IOException when the results cannot be written; the file stays in {@code working}, and the next call retries
     * @throws BatchLeaseLost when the lease expired and another instance writes the results
     */
    public void write(File input) throws IOException {
        BatchFile file = registry.open(input);
        String batchId = file.batchId();
        if (!lease.claimOrRenew(batchId)) {
            return;
        }
        try {
            Path path = input.toPath();
            String stem = inbox.stem(path);
            Path sheetFile = inbox.prepareResultsFile(stem);
            inbox.copyFailedOptions(stem, path);
            boolean repeated = registry.isRepeated(path);
            ResultsSheet.SheetSummary summary =
                    sheet.write(file, renewingLease(batchId, repeated), sheetFile, inbox.prepareFailedFile(stem, path));
            if (summary.failedFile().isEmpty()) {
                inbox.removeFailedOptions(stem, path);
            }
            // Before the file is moved: after a crash in between, everything is repeated.
            if (!lease.finishBatch(batchId, summary.commandsByStatus())) {
                // Rows were retried meanwhile; the file stays until these are completed, too.
                return;
            }
            inbox.moveToDone(stem);
            registry.remove(path);
            CommandLabels.ofBatch(batchId)
                    .on(LOG.atInfo())
                    .log(
                            "{}: batch {} {}: {}; results in {}",
                            file.name(),
                            batchId,
                            repeated ? "had been completed before, and nothing was sent again" : "completed",
                            ImportProgress.describe(summary.commandsByStatus()),
                            sheetFile);
        } catch (IOException e) {
            throw new IOException(file.name() + ": the results cannot be written, retrying: " + e.getMessage(), e);
        } finally {
            lease.release(batchId);
        }
    }

    /** The results. Renews the lease while they are read, so that no other instance starts to write them. */
    private Iterator<RowResult> renewingLease(String batchId, boolean repeated) {
        Iterator<RowResult> rows = results.read(batchId);
        return new Iterator<>() {
            private long count;

            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public RowResult next() {
                if (++count % ROWS_PER_RENEWAL == 0 && !lease.claimOrRenew(batchId)) {
                    throw new BatchLeaseLost(batchId);
                }
                return repeated ? rows.next().withWarning(REPEATED) : rows.next();
            }
        };
    }
}
