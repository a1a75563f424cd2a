package dev.linqroutes.ledger.poll;

import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rows of the statements on polls; columns are the components in snake case. Public for JDBI. */
public final class PollRowTypes {
    private static final Logger LOG = LoggerFactory.getLogger(PollRowTypes.class);

    private PollRowTypes() {}

    /** The command that has sent a poll. */
    public record CommandOfPoll(String messageId, String commandId) {}

    /** @param changedAt when the poll was last heard of */
    public record PollChange(String messageId, Instant changedAt) {}

    /** @param state JSON as {@link PollStateJson} writes it */
    public record PollRow(
            String messageId, Optional<String> chatId, Optional<String> commandId, Optional<String> state) {

        /** The recorded state; what cannot be read is logged and counts as unknown. */
        PollState readState() {
            try {
                return state.map(PollStateJson::read).orElse(PollState.UNKNOWN);
            } catch (RuntimeException e) {
                // The next observation replaces it; an event must not wait for it.
                LOG.error("ignoring the recorded state of poll {}: cannot read it: {}", messageId, e.toString());
                return PollState.UNKNOWN;
            }
        }
    }
}
