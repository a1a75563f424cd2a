package dev.linqroutes.files.results;

import dev.linqroutes.files.imports.ImportRegistry;
import dev.linqroutes.files.inbox.InboxFolder;
import dev.linqroutes.ledger.batch.Batch;
import dev.linqroutes.ledger.batch.BatchStateReader;
import dev.linqroutes.trace.CommandLabels;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves the file of a completed batch from {@code done} back to {@code working} when some of its rows are retried. */
public final class ReopenedFileRestorer {
    private static final Logger LOG = LoggerFactory.getLogger("dev.linqroutes.inbox");

    private final ImportRegistry registry;
    private final InboxFolder inbox;
    private final BatchStateReader states;
    private final Set<String> processedBatchIds = new HashSet<>();

    public ReopenedFileRestorer(ImportRegistry registry, InboxFolder inbox, BatchStateReader states) {
        this.registry = registry;
        this.inbox = inbox;
        this.states = states;
    }

    /**
     * Restores the file of each reopened batch, once for each batch.
     *
     * @throws IOException when a folder cannot be read or written; the next call retries
     */
    public void restore() throws IOException {
        List<Batch> reopened = states.findReopened();
        processedBatchIds.retainAll(reopened.stream().map(Batch::batchId).toList());
        for (Batch batch : reopened) {
            // Another instance may have the file in working, while this instance has another file of that name.
            if (!registry.hasBatch(batch.batchId()) && !processedBatchIds.contains(batch.batchId())) {
                restore(batch);
                // Only after success, so that an unreachable folder is retried.
                processedBatchIds.add(batch.batchId());
            }
        }
    }

    private void restore(Batch batch) throws IOException {
        // Any other content would be a batch of its own, and all its rows would be sent.
        boolean restored = inbox.restore(batch.stem(), file -> registry.hasContentOf(file, batch.batchId()))
                .isPresent();
        if (!restored) {
            CommandLabels.ofBatch(batch.batchId())
                    .on(LOG.atWarn())
                    .log(
                            "{}: the file of batch {} is no longer in done, or the file or its options were changed there. Failed"
                                    + " rows are retried all the same, but no results are written. To get the results, drop the"
                                    + " original file, with its original options, into the inbox",
                            batch.file(),
                            batch.batchId());
        }
    }
}
