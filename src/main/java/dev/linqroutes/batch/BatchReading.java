package dev.linqroutes.batch;

import dev.linqroutes.batch.SentBeginnings.SentBeginning;
import dev.linqroutes.csv.BatchFile;
import dev.linqroutes.csv.InboxFolder;
import dev.linqroutes.csv.Portion;
import dev.linqroutes.csv.UnreadableFile;
import dev.linqroutes.ledger.Batch;
import dev.linqroutes.ledger.BatchIntake;
import dev.linqroutes.ledger.BatchPart;
import dev.linqroutes.ledger.BatchStates;
import dev.linqroutes.ledger.Intake;
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
public final class BatchReading {
    private static final Logger LOG = LoggerFactory.getLogger("dev.linqroutes.inbox");

    private final OpenFiles files;
    private final InboxFolder inbox;
    private final BatchIntake intake;
    private final BatchStates states;
    private final SentBeginnings beginnings;
    private final Set<String> broughtBack = new HashSet<>();

    public BatchReading(OpenFiles files, InboxFolder inbox, BatchIntake intake, BatchStates states) {
        this.files = files;
        this.inbox = inbox;
        this.intake = intake;
        this.states = states;
        this.beginnings = new SentBeginnings(states);
    }

    /** Begins with a file; nothing is read yet. */
    public Reading begin(File file) {
        return new Reading(file.toPath(), inbox.stem(file.toPath()));
    }

    /**
     * Opens the file.
     *
     * @throws UnreadableFile when it cannot be read as a whole, or is another one than was taken
     * @throws GrownFile when it begins with a batch that was sent, or is
     */
    public Batch open(Reading reading) throws IOException {
        boolean isNew = !files.isOpen(reading.path());
        if (isNew) {
            refuseGrown(reading);
        }
        BatchFile file = files.open(reading.path().toFile());
        if (isNew) {
            refuseChanged(reading, file);
        }
        return reading.open(file);
    }

    /** Its rows were sent as they were: as another batch all of them would be sent again. */
    private void refuseChanged(Reading reading, BatchFile file) throws UnreadableFile {
        Optional<String> before = states.worked(reading.stem()).filter(batchId -> !batchId.equals(file.batchId()));
        if (before.isPresent() && !beginnings.isSent(file.batchId())) {
            throw new UnreadableFile(file.name() + ": it, or its options, were changed after it was taken, as batch "
                    + before.get() + ", which goes on as it was; nothing of what it is now is sent. To have the results"
                    + " of that batch written, drop the file as it was, with its options. Drop what is new under"
                    + " another name");
        }
    }

    private void refuseGrown(Reading reading) throws IOException {
        Optional<SentBeginning> sent = beginnings.find(reading.path());
        if (sent.isPresent() && !isKnown(reading.path())) {
            throw new GrownFile(reading.path(), reading.stem(), sent.get());
        }
    }

    /** Whether all of it was sent, too: then nothing of it is sent twice, whatever it begins with. */
    private boolean isKnown(Path file) throws IOException {
        try {
            return beginnings.isSent(files.open(file.toFile()).batchId());
        } catch (UnreadableFile e) {
            return false;
        }
    }

    /** What was sent keeps its file, as it was, for its results; with more in it, it goes to what has failed. */
    public void grown(@Variable("reading") Reading reading, @ExchangeException GrownFile growth) throws IOException {
        if (growth.isSameFile()) {
            inbox.keepBeginning(reading.stem(), growth.sentBytes(), growth.getMessage());
        } else {
            fail(reading, growth.getMessage());
        }
        LOG.warn("{}", growth.getMessage());
    }

    /** The part that a portion becomes, now that it is known what its rows come to. */
    public BatchPart part(Reading reading, Portion portion, List<Intake> prepared) {
        return reading.part(portion, prepared);
    }

    /** All parts are in the ledger: the batch may be worked, unless all is to be nothing. */
    public void end(Reading reading) throws IOException {
        if (reading.isGivenUp()) {
            intake.refuse(reading.batch().batchId(), reading.rows(), reading.refused(), reading.reasons());
            fail(reading, reading.toldGivenUp());
            LOG.warn("{}; nothing of it is sent, since it is to be all or nothing", reading.told());
        } else {
            intake.read(reading.batch().batchId());
            files.read(reading.path());
            LOG.info("{}", reading.told());
            reading.warnings()
                    .forEach(warning -> LOG.warn("{}: {}", reading.batch().file(), warning));
        }
    }

    /** The ledger has the same content already, from this file or another. */
    public void known(Reading reading) {
        files.read(reading.path());
        LOG.info(
                "{} is batch {}, which the ledger has already: it goes on from there, nothing is sent twice, and its"
                        + " results are written when it is done",
                reading.batch().file(),
                reading.batch().batchId());
    }

    /** The file cannot be read as a whole, or not to its end: it goes to what has failed. */
    public void unreadable(@Variable("reading") Reading reading, @ExchangeException UnreadableFile reason)
            throws IOException {
        if (reading.isOpen() && intake.isReading(reading.batch().batchId())) {
            intake.discard(reading.batch().batchId());
        }
        fail(reading, reason.getMessage());
        LOG.warn("{}", reason.getMessage());
    }

    /** Something went wrong: the file is left to whoever comes next. */
    public void giveUp(@Variable("reading") Reading reading) {
        if (reading.isOpen()) {
            intake.giveUp(reading.batch().batchId());
        }
    }

    private void fail(Reading reading, String reason) throws IOException {
        inbox.failed(reading.stem(), reason);
        files.close(reading.path());
    }

    /** Brings files back whose batch is worked once more, each once. */
    public void takeBack() throws IOException {
        List<Batch> again = states.reopened();
        broughtBack.retainAll(again.stream().map(Batch::batchId).toList());
        for (Batch batch : again) {
            // Another instance may have the file, and this one another file of that name.
            if (!files.has(batch.batchId()) && !broughtBack.contains(batch.batchId())) {
                // To the ledger any other content is a batch of its own, of which every row would be sent.
                if (inbox.takeBack(batch.stem(), file -> files.isBatch(file, batch.batchId()))
                        .isEmpty()) {
                    LOG.warn(
                            "{}: the file of batch {} is not in done any more, or it, or its options, were changed there."
                                    + " What failed of the batch is tried again all the same; to have its results written,"
                                    + " drop the file as it was, with its options, into the inbox",
                            batch.file(),
                            batch.batchId());
                }
                // Not before: where the folder cannot be reached it is tried again.
                broughtBack.add(batch.batchId());
            }
        }
    }
}
