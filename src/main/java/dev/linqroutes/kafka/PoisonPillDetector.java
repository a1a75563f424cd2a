package dev.linqroutes.kafka;

import dev.linqroutes.command.Problem;
import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.kafka.RecordChunker.Chunk;
import dev.linqroutes.ledger.intake.IntakeAttemptRecorder;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records the attempt to accept a single record. A record that crashes one process after another is refused without being
 * parsed, because it would block its partition forever.
 */
public final class PoisonPillDetector {
    private static final Logger LOG = LoggerFactory.getLogger("dev.linqroutes.intake");

    /** A single crash may be a coincidence: the process may have been killed. */
    private static final int MAX_CRASHES = 2;

    private final IntakeAttemptRecorder attempts;

    public PoisonPillDetector(IntakeAttemptRecorder attempts) {
        this.attempts = attempts;
    }

    /** Returns the records to accept. A record that crashed earlier processes has a problem, so that it is refused. */
    public List<ReceivedCommand> startAttempt(@Variable("chunk") Chunk chunk, @Body List<ReceivedCommand> received) {
        return chunk.isolated() ? received.stream().map(this::startAttempt).toList() : received;
    }

    private ReceivedCommand startAttempt(ReceivedCommand received) {
        if (attempts.recordStart(received.source().id()) < MAX_CRASHES) {
            return received;
        }
        String reason = "the program crashed " + MAX_CRASHES + " times while accepting only this record; it is"
                + " refused unread. Check the program's log before you send the record again";
        LOG.error("{}: {}", received.source().describe(), reason);
        return received.withProblem(Problem.of(reason));
    }

    /** Ends the attempt: the record was accepted, or the process survived the failure. */
    public void finishAttempt(Chunk chunk, List<ReceivedCommand> received) {
        if (chunk.isolated()) {
            received.forEach(each -> attempts.recordEnd(each.source().id()));
        }
    }
}
