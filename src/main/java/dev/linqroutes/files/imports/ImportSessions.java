package dev.linqroutes.files.imports;

import dev.linqroutes.files.imports.SentPrefixFinder.SentPrefix;
import dev.linqroutes.files.inbox.InboxFolder;
import dev.linqroutes.files.io.UnreadableFile;
import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.ledger.batch.Batch;
import dev.linqroutes.ledger.batch.BatchStateReader;
import dev.linqroutes.ledger.batch.BatchStatus;
import dev.linqroutes.ledger.batch.FileImport;
import dev.linqroutes.ledger.model.IntakeDecision;
import dev.linqroutes.trace.CommandLabels;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.camel.ExchangeException;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of the route read-batch: imports claimed files into the ledger. */
public final class ImportSessions {
    private static final Logger LOG = LoggerFactory.getLogger("dev.linqroutes.inbox");

    private final ImportRegistry registry;
    private final InboxFolder inbox;
    private final FileImport fileImport;
    private final BatchStateReader states;
    private final SentPrefixFinder sentPrefixes;

    public ImportSessions(ImportRegistry registry, InboxFolder inbox, FileImport fileImport, BatchStateReader states) {
        this.registry = registry;
        this.inbox = inbox;
        this.fileImport = fileImport;
        this.states = states;
        this.sentPrefixes = new SentPrefixFinder(states);
    }

    /** Starts the import of a file; reads nothing yet. */
    public ImportSession start(File file) {
        return new ImportSession(file.toPath(), inbox.stem(file.toPath()));
    }

    /**
     * Opens the file.
     *
     * @throws UnreadableFile when the file is rejected as a whole, or was changed after it was imported
     * @throws GrownFile when the file starts with the complete content of an imported batch
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

    /** Rejects a file that was changed after its import: its rows were sent, and as a new batch they would be sent again. */
    private void rejectChanged(ImportSession session, BatchFile file) throws UnreadableFile {
        Optional<String> before =
                states.findWorkingBatch(session.stem()).filter(batchId -> !batchId.equals(file.batchId()));
        if (before.isPresent() && !sentPrefixes.isSent(file.batchId())) {
            throw new UnreadableFile(
                    file.name() + ": the file or its options were changed after it was imported as batch "
                            + before.get()
                            + ". That batch continues unchanged; the changed content is not sent. To get the results"
                            + " of that batch, drop the original file with its original options. Drop new rows as a file with"
                            + " another name");
        }
    }

    private void rejectGrown(ImportSession session) throws IOException {
        Optional<SentPrefix> sent = sentPrefixes.find(session.path());
        if (sent.isPresent() && !isAlreadySent(session.path())) {
            throw new GrownFile(session.path(), session.stem(), sent.get());
        }
    }

    /** Whether the whole file was imported before: then no row is sent twice, whatever the file starts with. */
    private boolean isAlreadySent(Path file) throws IOException {
        try {
            return sentPrefixes.isSent(registry.open(file.toFile()).batchId());
        } catch (UnreadableFile e) {
            return false;
        }
    }

    /**
     * Moves the grown file to {@code failed}. If it is the file of the batch itself, its imported content stays in
     * {@code working}.
     */
    public void failGrown(@Variable("session") ImportSession session, @ExchangeException GrownFile grown)
            throws IOException {
        if (grown.isSameFile()) {
            inbox.keepPrefix(session.stem(), grown.sentBytes(), grown.getMessage());
        } else {
            moveToFailed(session, grown.getMessage());
        }
        LOG.warn("{}", grown.getMessage());
    }

    /** Adds these decisions, one for each row of a chunk, to the counts and reasons of the session. */
    public void countRows(ImportSession session, List<IntakeDecision> decisions) {
        session.countRows(decisions);
    }

    /**
     * Completes the import after all parts were stored: releases the batch, or rejects an all-or-nothing file with a refused
     * row.
     */
    public void complete(ImportSession session) throws IOException {
        if (session.isRejectedAsWhole()) {
            fileImport.refuse(session.batch().batchId(), session.rows(), session.refused(), session.reasons());
            moveToFailed(session, session.describeRejection());
            labels(session)
                    .on(LOG.atWarn())
                    .log(
                            "{}; no command is sent: the options set all_or_nothing, and rows were refused",
                            session.describe());
        } else {
            fileImport.complete(session.batch().batchId());
            registry.markImported(session.path());
            labels(session).on(LOG.atInfo()).log("{}", session.describe());
            session.warnings().forEach(warning -> labels(session)
                    .on(LOG.atWarn())
                    .log("{}: {}", session.batch().file(), warning));
        }
    }

    /** Completes the import of a file whose content is already in the ledger, from this file or another. */
    public void completeKnown(ImportSession session) {
        if (isDone(session.batch().batchId())) {
            registry.markRepeated(session.path());
            labels(session)
                    .on(LOG.atWarn())
                    .log(
                            "{} was imported before, as batch {}, which is complete: nothing is sent again, and its results are"
                                    + " written once more",
                            session.batch().file(),
                            session.batch().batchId());
            return;
        }
        registry.markImported(session.path());
        labels(session)
                .on(LOG.atInfo())
                .log(
                        "{} is batch {}, which is already in the ledger: the batch continues, no row is sent twice, and the"
                                + " results are written when it is complete",
                        session.batch().file(),
                        session.batch().batchId());
    }

    private boolean isDone(String batchId) {
        return states.find(batchId)
                .filter(state -> state.status() == BatchStatus.DONE)
                .isPresent();
    }

    /** Moves a file that is rejected as a whole to {@code failed}, and deletes the parts that were stored. */
    public void failUnreadable(@Variable("session") ImportSession session, @ExchangeException UnreadableFile reason)
            throws IOException {
        if (session.isOpen() && fileImport.isReading(session.batch().batchId())) {
            fileImport.discard(session.batch().batchId());
        }
        moveToFailed(session, reason.getMessage());
        LOG.warn("{}", reason.getMessage());
    }

    /** Releases the claim after an unexpected error, so that any instance may read the file. */
    public void releaseClaim(@Variable("session") ImportSession session) {
        if (session.isOpen()) {
            fileImport.release(session.batch().batchId());
        }
    }

    private static CommandLabels labels(ImportSession session) {
        return CommandLabels.ofBatch(session.batch().batchId());
    }

    private void moveToFailed(ImportSession session, String reason) throws IOException {
        inbox.moveToFailed(session.stem(), reason);
        registry.remove(session.path());
    }
}
