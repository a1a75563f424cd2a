package dev.linqroutes.batch;

import dev.linqroutes.csv.BatchFile;
import dev.linqroutes.csv.InboxFolder;
import dev.linqroutes.csv.ResultsSheet;
import dev.linqroutes.ledger.BatchLease;
import dev.linqroutes.ledger.BatchResults;
import dev.linqroutes.ledger.BatchTakenOver;
import dev.linqroutes.ledger.RowResult;
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
    private static final int RENEWED_AFTER = 1_000;

    private final OpenFiles files;
    private final InboxFolder inbox;
    private final BatchResults results;
    private final BatchLease lease;
    private final ResultsSheet sheet = new ResultsSheet();

    public ResultsWriter(OpenFiles files, InboxFolder inbox, BatchResults results, BatchLease lease) {
        this.files = files;
        this.inbox = inbox;
        this.results = results;
        this.lease = lease;
    }

    /**
     * Does nothing while another instance does the same.
     *
     * @throws IOException when the results cannot be written; the file stays where it is, and it may be tried again
     * @throws BatchTakenOver when this instance was silent for so long that another one writes them now
     */
    public void write(File input) throws IOException {
        BatchFile file = files.open(input);
        String batchId = file.batchId();
        if (!lease.lease(batchId)) {
            return;
        }
        try {
            Path path = input.toPath();
            String stem = inbox.stem(path);
            Path sheetFile = inbox.resultsFile(stem);
            inbox.bringFailedOptions(stem, path);
            ResultsSheet.Counts counts =
                    sheet.write(file, whileLeased(batchId), sheetFile, inbox.failedFile(stem, path));
            if (counts.failed().isEmpty()) {
                inbox.removeFailedOptions(stem, path);
            }
            // Before the file is moved: killed in between, all of this is done once more.
            if (!lease.finished(batchId, counts.commands())) {
                // Something of the batch was put back meanwhile; the file stays until that is done, too.
                return;
            }
            inbox.done(stem);
            files.close(path);
            LOG.info(
                    "{}: batch {} is done, {}; see {}",
                    file.name(),
                    batchId,
                    Progress.told(counts.commands()),
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
    private Iterator<RowResult> whileLeased(String batchId) {
        Iterator<RowResult> rows = results.of(batchId);
        return new Iterator<>() {
            private long taken;

            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public RowResult next() {
                if (++taken % RENEWED_AFTER == 0 && !lease.lease(batchId)) {
                    throw new BatchTakenOver(batchId);
                }
                return rows.next();
            }
        };
    }
}
