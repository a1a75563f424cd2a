package dev.linqroutes.files.imports;

import dev.linqroutes.files.imports.SentPrefixFinder.SentPrefix;
import dev.linqroutes.files.inbox.InboxFolder;
import dev.linqroutes.files.io.UnreadableFile;
import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.ledger.batch.Batch;
import dev.linqroutes.ledger.batch.BatchStateReader;
import dev.linqroutes.ledger.batch.FileImport;
import dev.linqroutes.ledger.model.IntakeDecision;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
    public Batch open(ImportSession session) throws IOException {
        boolean isNew = !registry.isOpen(session.path());
        if (isNew) {
            rejectGrown(session);
        }
        BatchFile file = registry.open(session.path().toFile());
        if (isNew) {
            rejectChanged(session, file);
        }
        return session.open(file);
    }

    /** Its rows were sent as they were: as another batch all of them would be sent again. */
    private void rejectChanged(ImportSession session, BatchFile file) throws UnreadableFile {
        Optional<String> before =
                states.findWorkingBatch(session.stem()).filter(batchId -> !batchId.equals(file.batchId()));
        if (before.isPresent() && !sentPrefixes.isSent(file.batchId())) {
            throw new UnreadableFile(file.name() + ": it, or its options, were changed after it was taken, as batch "
                    + before.get() + ", which goes on as it was; nothing of what it is now is sent. To have the results"
                    + " of that batch written, drop the file as it was, with its options. Drop what is new under"
                    + " another name");
        }
    }

    private void rejectGrown(ImportSession session) throws IOException {
        Optional<SentPrefix> sent = sentPrefixes.find(session.path());
        if (sent.isPresent() && !isAlreadySent(session.path())) {
            throw new GrownFile(session.path(), session.stem(), sent.get());
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
    public void failGrown(@Variable("session") ImportSession session, @ExchangeException GrownFile growth)
            throws IOException {
        if (growth.isSameFile()) {
            inbox.keepPrefix(session.stem(), growth.sentBytes(), growth.getMessage());
        } else {
            moveToFailed(session, growth.getMessage());
        }
        LOG.warn("{}", growth.getMessage());
    }

    /** Adds these decisions, one for each row of a chunk, to the counts and reasons of the session. */
    public void countRows(ImportSession session, List<IntakeDecision> decisions) {
        session.countRows(decisions);
    }

    /** All parts are in the ledger: the batch may be worked, unless all is to be nothing. */
    public void complete(ImportSession session) throws IOException {
        if (session.isRejectedAsWhole()) {
            fileImport.refuse(session.batch().batchId(), session.rows(), session.refused(), session.reasons());
            moveToFailed(session, session.describeRejection());
            LOG.warn("{}; nothing of it is sent, since it is to be all or nothing", session.describe());
        } else {
            fileImport.complete(session.batch().batchId());
            registry.markImported(session.path());
            LOG.info("{}", session.describe());
            session.warnings()
                    .forEach(warning -> LOG.warn("{}: {}", session.batch().file(), warning));
        }
    }

    /** The ledger has the same content already, from this file or another. */
    public void completeKnown(ImportSession session) {
        registry.markImported(session.path());
        LOG.info(
                "{} is batch {}, which the ledger has already: it goes on from there, nothing is sent twice, and its"
                        + " results are written when it is done",
                session.batch().file(),
                session.batch().batchId());
    }

    /** The file cannot be read as a whole, or not to its end: it goes to what has failed. */
    public void failUnreadable(@Variable("session") ImportSession session, @ExchangeException UnreadableFile reason)
            throws IOException {
        if (session.isOpen() && fileImport.isReading(session.batch().batchId())) {
            fileImport.discard(session.batch().batchId());
        }
        moveToFailed(session, reason.getMessage());
        LOG.warn("{}", reason.getMessage());
    }

    /** Something went wrong: the file is left to whoever comes next. */
    public void releaseClaim(@Variable("session") ImportSession session) {
        if (session.isOpen()) {
            fileImport.release(session.batch().batchId());
        }
    }

    private void moveToFailed(ImportSession session, String reason) throws IOException {
        inbox.moveToFailed(session.stem(), reason);
        registry.remove(session.path());
    }
}
