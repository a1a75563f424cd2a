package dev.linqroutes.files.imports;

import dev.linqroutes.files.imports.SentPrefixFinder.SentPrefix;
import dev.linqroutes.files.inbox.InboxFolder;
import dev.linqroutes.files.io.UnreadableFile;
import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.files.rows.RowChunk;
import dev.linqroutes.ledger.batch.Batch;
import dev.linqroutes.ledger.batch.BatchPart;
import dev.linqroutes.ledger.batch.BatchStateReader;
import dev.linqroutes.ledger.batch.FileImport;
import dev.linqroutes.ledger.model.IntakeDecision;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.ExchangeException;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads files into the ledger: what the routes do with a file that was taken. */
public final class ImportSessions {
    private static final Logger LOG = LoggerFactory.getLogger("dev.linqroutes.inbox");

    private final ImportRegistry registry;
    private final InboxFolder inbox;
    private final FileImport fileImport;
    private final BatchStateReader states;
    private final SentPrefixFinder sentPrefixes;
    private final Set<String> restoredBatchIds = new HashSet<>();

    public ImportSessions(ImportRegistry files, InboxFolder inbox, FileImport intake, BatchStateReader states) {
        this.registry = files;
        this.inbox = inbox;
        this.fileImport = intake;
        this.states = states;
        this.sentPrefixes = new SentPrefixFinder(states);
    }

    /** Begins with a file; nothing is read yet. */
    public ImportSession start(File file) {
        return new ImportSession(file.toPath(), inbox.stem(file.toPath()));
    }

    /**
     * Opens the file.
     *
     * @throws UnreadableFile when it cannot be read as a whole, or is another one than was taken
     * @throws GrownFile when it begins with a batch that was sent, or is
     */
    public Batch open(ImportSession reading) throws IOException {
        boolean isNew = !registry.isOpen(reading.path());
        if (isNew) {
            rejectGrown(reading);
        }
        BatchFile file = registry.open(reading.path().toFile());
        if (isNew) {
            rejectChanged(reading, file);
        }
        return reading.open(file);
    }

    /** Its rows were sent as they were: as another batch all of them would be sent again. */
    private void rejectChanged(ImportSession reading, BatchFile file) throws UnreadableFile {
        Optional<String> before =
                states.findWorkingBatch(reading.stem()).filter(batchId -> !batchId.equals(file.batchId()));
        if (before.isPresent() && !sentPrefixes.isSent(file.batchId())) {
            throw new UnreadableFile(file.name() + ": it, or its options, were changed after it was taken, as batch "
                    + before.get() + ", which goes on as it was; nothing of what it is now is sent. To have the results"
                    + " of that batch written, drop the file as it was, with its options. Drop what is new under"
                    + " another name");
        }
    }

    private void rejectGrown(ImportSession reading) throws IOException {
        Optional<SentPrefix> sent = sentPrefixes.find(reading.path());
        if (sent.isPresent() && !isAlreadySent(reading.path())) {
            throw new GrownFile(reading.path(), reading.stem(), sent.get());
        }
    }

    /** Whether all of it was sent, too: then nothing of it is sent twice, whatever it begins with. */
    private boolean isAlreadySent(Path file) throws IOException {
        try {
            return sentPrefixes.isSent(registry.open(file.toFile()).batchId());
        } catch (UnreadableFile e) {
            return false;
        }
    }

    /** What was sent keeps its file, as it was, for its results; with more in it, it goes to what has failed. */
    public void failGrown(@Variable("reading") ImportSession reading, @ExchangeException GrownFile growth)
            throws IOException {
        if (growth.isSameFile()) {
            inbox.keepPrefix(reading.stem(), growth.sentBytes(), growth.getMessage());
        } else {
            moveToFailed(reading, growth.getMessage());
        }
        LOG.warn("{}", growth.getMessage());
    }

    /** The part that a portion becomes, now that it is known what its rows come to. */
    public BatchPart encodeChunk(ImportSession reading, RowChunk portion, List<IntakeDecision> prepared) {
        return reading.encodeChunk(portion, prepared);
    }

    /** All parts are in the ledger: the batch may be worked, unless all is to be nothing. */
    public void complete(ImportSession reading) throws IOException {
        if (reading.isRejectedAsWhole()) {
            fileImport.refuse(reading.batch().batchId(), reading.rows(), reading.refused(), reading.reasons());
            moveToFailed(reading, reading.describeRejection());
            LOG.warn("{}; nothing of it is sent, since it is to be all or nothing", reading.describe());
        } else {
            fileImport.complete(reading.batch().batchId());
            registry.markImported(reading.path());
            LOG.info("{}", reading.describe());
            reading.warnings()
                    .forEach(warning -> LOG.warn("{}: {}", reading.batch().file(), warning));
        }
    }

    /** The ledger has the same content already, from this file or another. */
    public void completeKnown(ImportSession reading) {
        registry.markImported(reading.path());
        LOG.info(
                "{} is batch {}, which the ledger has already: it goes on from there, nothing is sent twice, and its"
                        + " results are written when it is done",
                reading.batch().file(),
                reading.batch().batchId());
    }

    /** The file cannot be read as a whole, or not to its end: it goes to what has failed. */
    public void failUnreadable(@Variable("reading") ImportSession reading, @ExchangeException UnreadableFile reason)
            throws IOException {
        if (reading.isOpen() && fileImport.isReading(reading.batch().batchId())) {
            fileImport.discard(reading.batch().batchId());
        }
        moveToFailed(reading, reason.getMessage());
        LOG.warn("{}", reason.getMessage());
    }

    /** Something went wrong: the file is left to whoever comes next. */
    public void releaseClaim(@Variable("reading") ImportSession reading) {
        if (reading.isOpen()) {
            fileImport.release(reading.batch().batchId());
        }
    }

    private void moveToFailed(ImportSession reading, String reason) throws IOException {
        inbox.moveToFailed(reading.stem(), reason);
        registry.remove(reading.path());
    }

    /** Brings files back whose batch is worked once more, each once. */
    public void restoreReopened() throws IOException {
        List<Batch> again = states.findReopened();
        restoredBatchIds.retainAll(again.stream().map(Batch::batchId).toList());
        for (Batch batch : again) {
            // Another instance may have the file, and this one another file of that name.
            if (!registry.hasBatch(batch.batchId()) && !restoredBatchIds.contains(batch.batchId())) {
                // To the ledger any other content is a batch of its own, of which every row would be sent.
                if (inbox.restore(batch.stem(), file -> registry.hasContentOf(file, batch.batchId()))
                        .isEmpty()) {
                    LOG.warn(
                            "{}: the file of batch {} is not in done any more, or it, or its options, were changed there."
                                    + " What failed of the batch is tried again all the same; to have its results written,"
                                    + " drop the file as it was, with its options, into the inbox",
                            batch.file(),
                            batch.batchId());
                }
                // Not before: where the folder cannot be reached it is tried again.
                restoredBatchIds.add(batch.batchId());
            }
        }
    }
}
