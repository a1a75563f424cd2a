package dev.linqroutes.kafka;

import dev.linqroutes.command.Problem;
import dev.linqroutes.command.Received;
import dev.linqroutes.kafka.RecordChunks.Chunk;
import dev.linqroutes.ledger.IntakeAttempts;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes a record before it is accepted alone. If process after process dies while the same one is in hand, it is refused
 * unread: it would stop its partition for ever.
 */
public final class LoneRecords {
    private static final Logger LOG = LoggerFactory.getLogger("dev.linqroutes.intake");

    /** Once may be chance: somebody killed the process. */
    private static final int MOST_DEATHS = 2;

    private final IntakeAttempts attempts;

    public LoneRecords(IntakeAttempts attempts) {
        this.attempts = attempts;
    }

    /** What to accept: the records as they are, or with the reason why it is refused. */
    public List<Received> begin(@Variable("chunk") Chunk chunk, @Body List<Received> received) {
        return chunk.alone() ? received.stream().map(this::begin).toList() : received;
    }

    private Received begin(Received received) {
        if (attempts.begin(received.source().id()) < MOST_DEATHS) {
            return received;
        }
        String reason =
                "the program died " + MOST_DEATHS + " times while it was accepting this record and nothing else; it is"
                        + " refused unread. Look into the program's log before you send it again";
        LOG.error("{}: {}", received.source().place(), reason);
        return received.refused(Problem.of(reason));
    }

    /** It is in the ledger, or the process has lived to say why not. */
    public void end(Chunk chunk, List<Received> received) {
        if (chunk.alone()) {
            received.forEach(each -> attempts.end(each.source().id()));
        }
    }
}
