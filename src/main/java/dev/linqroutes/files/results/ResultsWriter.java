package dev.linqroutes.files.results;

import dev.linqroutes.files.imports.ImportProgress;
import dev.linqroutes.files.imports.ImportRegistry;
import dev.linqroutes.files.inbox.InboxFolder;
import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.ledger.batch.ResultsLease;
import dev.linqroutes.ledger.batch.RowResult;
import dev.linqroutes.ledger.batch.RowResultReader;
import dev.linqroutes.ledger.db.BatchLeaseLost;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the results of a file whose rows are all done, and moves it to what is done. */
public final class ResultsWriter {
    private static final Logger LOG = LoggerFactory.getLogger("dev.linqroutes.inbox");

    /** Rows; less than a second's on a disk that is worth the name. */
    private static final int ROWS_PER_RENEWAL = 1_000;

    private final ImportRegistry registry;
    private final InboxFolder inbox;
    private final RowResultReader results;
    private final ResultsLease lease;
    private final ResultsSheet sheet = new ResultsSheet();

    public ResultsWriter(ImportRegistry files, InboxFolder inbox, RowResultReader results, ResultsLease lease) {
        this.registry = files;
        this.inbox = inbox;
        this.results = results;
        this.lease = lease;
    }

    /**
     * Does nothing while another instance does the same.
     *
     * @throws IOException when the results cannot be written; the file stays where it is, and it may be tried again
     * @throws BatchLeaseLost when this instance was silent for so long that another one writes them now
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
            ResultsSheet.SheetSummary counts =
                    sheet.write(file, renewingLease(batchId), sheetFile, inbox.prepareFailedFile(stem, path));
            if (counts.failedFile().isEmpty()) {
                inbox.removeFailedOptions(stem, path);
            }
            // Before the file is moved: killed in between, all of this is done once more.
            if (!lease.finishBatch(batchId, counts.commandsByStatus())) {
                // Something of the batch was put back meanwhile; the file stays until that is done, too.
                return;
            }
            inbox.moveToDone(stem);
            registry.remove(path);
            LOG.info(
                    "{}: batch {} is done, {}; see {}",
                    file.name(),
                    batchId,
                    ImportProgress.describe(counts.commandsByStatus()),
                    sheetFile);
        } catch (IOException e) {
            throw new IOException(
                    file.name() + ": its results cannot be written, and are as soon as this is mended: "
                            + e.getMessage(),
                    e);
        } finally {
            lease.release(batchId);
        }
    }

    /** The results, and on the way the lease is renewed: another instance must not begin while this one is at it. */
    private Iterator<RowResult> renewingLease(String batchId) {
        Iterator<RowResult> rows = results.read(batchId);
        return new Iterator<>() {
            private long taken;

            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public RowResult next() {
                if (++taken % ROWS_PER_RENEWAL == 0 && !lease.claimOrRenew(batchId)) {
                    throw new BatchLeaseLost(batchId);
                }
                return rows.next();
            }
        };
    }
}
