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
 * Notes a record before it is accepted alone. If process after process dies while the same one is in hand, it is refused
 * unread: it would stop its partition for ever.
 */
public final class PoisonPillDetector {
    private static final Logger LOG = LoggerFactory.getLogger("dev.linqroutes.intake");

    /** Once may be chance: somebody killed the process. */
    private static final int MAX_CRASHES = 2;

    private final IntakeAttemptRecorder attempts;

    public PoisonPillDetector(IntakeAttemptRecorder attempts) {
        this.attempts = attempts;
    }

    /** What to accept: the records as they are, or with the reason why it is refused. */
    public List<ReceivedCommand> startAttempt(@Variable("chunk") Chunk chunk, @Body List<ReceivedCommand> received) {
        return chunk.isolated() ? received.stream().map(this::startAttempt).toList() : received;
    }

    private ReceivedCommand startAttempt(ReceivedCommand received) {
        if (attempts.recordStart(received.source().id()) < MAX_CRASHES) {
            return received;
        }
        String reason =
                "the program died " + MAX_CRASHES + " times while it was accepting this record and nothing else; it is"
                        + " refused unread. Look into the program's log before you send it again";
        LOG.error("{}: {}", received.source().describe(), reason);
        return received.withProblem(Problem.of(reason));
    }

    /** It is in the ledger, or the process has lived to say why not. */
    public void finishAttempt(Chunk chunk, List<ReceivedCommand> received) {
        if (chunk.isolated()) {
            received.forEach(each -> attempts.recordEnd(each.source().id()));
        }
    }
}
