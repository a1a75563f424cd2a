package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.model.CallKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Rows of the statements that claim calls and record their results; columns are the components in snake case. Public for JDBI. */
public final class MailboxRowTypes {
    private MailboxRowTypes() {}

    /** @param enteredAt when the ledger first recorded the group or chat */
    public record ChatOwner(String chatId, String mailbox, Optional<String> groupRef, Optional<Instant> enteredAt) {}

    public record ChatMailbox(String chatId, String mailbox) {}

    /** @param sent when its latest messages were sent, in milliseconds since the epoch */
    public record MailboxState(String mailbox, Optional<String> lease, Optional<Instant> dueAt, List<Long> sent) {
        public MailboxState {
            sent = sent == null ? List.of() : sent;
        }
    }

    public record CallToMove(long callId, boolean waiting) {}

    public record CallInDoubtSince(long callId, Instant inDoubtSince) {}

    /**
     * @param arrived number of arrivals so far
     * @param sent when its latest messages were sent, in milliseconds since the epoch
     * @param abandoned whether its lease has expired
     */
    public record DueMailbox(String mailbox, long arrived, List<Long> sent, boolean abandoned) {
        public DueMailbox {
            sent = sent == null ? List.of() : sent;
        }
    }

    /**
     * @param body empty when it is larger than a mailbox's share of the memory
     * @param bytes of its body
     * @param more whether another call follows it, and it is the last one that is read
     */
    public record WaitingCall(
            long callId,
            String commandId,
            int position,
            String mailbox,
            Optional<String> batchId,
            Optional<String> traceContext,
            CallKind kind,
            String method,
            String path,
            Optional<String> body,
            long bytes,
            boolean more,
            int attempts,
            boolean maybeDone,
            Optional<Instant> failingSince,
            Optional<Instant> notReadySince,
            Optional<Instant> expiresAt) {

        /** Whether it is larger than a mailbox's share of the memory; only the first of a mailbox is read then. */
        boolean isLarge() {
            return body.isEmpty();
        }

        WaitingCall withBody(String read) {
            return new WaitingCall(
                    callId,
                    commandId,
                    position,
                    mailbox,
                    batchId,
                    traceContext,
                    kind,
                    method,
                    path,
                    Optional.of(read),
                    bytes,
                    more,
                    attempts,
                    maybeDone,
                    failingSince,
                    notReadySince,
                    expiresAt);
        }
    }

    public record LargeCall(long callId, String body) {}

    /** @param memberSet of a group that is created here */
    public record ClaimedGroup(
            String mailbox,
            Optional<String> groupRef,
            Optional<String> chatId,
            Optional<String> line,
            Optional<String> memberSet) {}

    public record LineDay(String line, long messages) {}

    /** @param since start of the period in which they were counted */
    public record LineContacts(String line, Instant since, long contacts) {}

    /** @param warnings a JSON array of texts */
    public record CommandWarnings(String commandId, String warnings) {}
}
