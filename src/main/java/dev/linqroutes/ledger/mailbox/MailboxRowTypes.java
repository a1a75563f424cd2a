package dev.linqroutes.ledger.mailbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.CallStatus;
import dev.linqroutes.ledger.model.CommandStatus;
import dev.linqroutes.ledger.model.MessageReference;
import dev.linqroutes.ledger.model.PlannedCall;
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
     * @param refers whether it refers to a message by a command or an event
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
            Optional<Instant> expiresAt,
            boolean refers) {

        /** Whether it is larger than a mailbox's share of the memory; only the first of a mailbox is read then. */
        boolean isLarge() {
            return body.isEmpty();
        }

        WaitingCall withBody(String read) {
            return with(path, Optional.of(read), more);
        }

        /** The call, followed by another one that is not loaded. */
        WaitingCall followed() {
            return with(path, Optional.of(body.orElseThrow()), true);
        }

        private WaitingCall with(String path, Optional<String> body, boolean more) {
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
                    body,
                    bytes,
                    more,
                    attempts,
                    maybeDone,
                    failingSince,
                    notReadySince,
                    expiresAt,
                    refers);
        }

        /** The call as it is sent, with Linq's id of the message that it refers to. */
        WaitingCall withReferredMessage(String messageId) {
            Optional<String> sentBody = body;
            // A call about a message has its id in the path, and may have no body.
            if (!path.contains(PlannedCall.MESSAGE_ID)) {
                JsonNode json = LedgerJson.read(body.orElseThrow());
                ((ObjectNode) json.at("/message/reply_to")).put("message_id", messageId);
                sentBody = Optional.of(json.toString());
            }
            return with(path.replace(PlannedCall.MESSAGE_ID, messageId), sentBody, more);
        }
    }

    /** @param referredMessageId Linq's id, if it was found before */
    public record Reference(
            long callId,
            Optional<String> referredCommandId,
            Optional<Integer> referredNumber,
            Optional<String> referredEventId,
            Optional<String> referredMessageId) {
        MessageReference reference() {
            return referredCommandId
                    .<MessageReference>map(id -> new MessageReference.OfCommand(id, referredNumber.orElse(1)))
                    .orElseGet(() -> new MessageReference.OfEvent(referredEventId.orElseThrow()));
        }
    }

    public record ReferredEvent(
            String eventId, String eventType, Optional<String> chatId, Optional<String> messageId) {}

    /**
     * @param finishedAt when Linq accepted it
     * @param awaited whether an event about it may still come
     */
    public record ReferredCall(
            long callId,
            String commandId,
            int position,
            String mailbox,
            CallKind kind,
            CallStatus status,
            Optional<String> messageId,
            Optional<Instant> finishedAt,
            boolean awaited,
            CommandStatus commandStatus) {
        /** Why its message cannot be referred to; empty if it was sent. */
        Optional<String> describeProblem() {
            return switch (status) {
                case ACCEPTED, CONFIRMED, UNCONFIRMED -> Optional.empty();
                case REFUSED -> Optional.of("which Linq could not send");
                case DELAYED -> Optional.of("which is delayed");
                case WAITING -> Optional.of("which is behind this command in the group");
                case FAILED -> Optional.of("which was not sent, because it failed");
                case CANCELLED ->
                    Optional.of("which was not sent, because its command "
                            + switch (commandStatus) {
                                case CANCELLED -> "was cancelled";
                                case EXPIRED -> "expired";
                                default -> "failed";
                            });
            };
        }
    }

    /** @param problems a JSON array of objects with {@code where} and {@code message} */
    public record RefusedCommand(String commandId, String place, String problems) {}

    /**
     * @param attachmentId empty unless it can be used
     * @param downloadUrl empty unless it can be used; an empty text if Linq gave none
     * @param wantedAt since when a call waits for its upload
     * @param problem why it could not be uploaded
     */
    public record MediaRow(
            String sha256,
            String file,
            Optional<String> attachmentId,
            Optional<String> downloadUrl,
            Optional<Instant> wantedAt,
            Optional<String> problem) {}

    /** @param acceptedAt when Linq accepted the call that awaits its confirmation */
    public record UnconfirmedCall(String mailbox, Instant acceptedAt) {}

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

    /**
     * @param callId of the create; empty if it was tried before, or waits no more
     * @param expiresAt of the create
     */
    public record WaitingCreate(
            String mailbox,
            String line,
            Optional<Instant> turnAt,
            Optional<Long> callId,
            Optional<Instant> expiresAt) {}

    /** @param state JSON */
    public record StateOfChat(String chatId, String state) {}

    /** A group that waits for its turn. */
    public record WaitingTurn(String mailbox, String line) {}

    /** A group that waits, and may go from another line. */
    public record GroupToMove(String mailbox, long turnNo) {}

    /**
     * The same, locked.
     *
     * @param callId of its create; empty if that may have been sent
     * @param body how that begins
     */
    public record CreateToMove(
            String mailbox, long turnNo, Optional<String> memberSet, Optional<Long> callId, Optional<String> body) {}

    /** @param turnAt when a group of the line had its last turn */
    public record PaceOfLine(String line, Instant turnAt) {}

    /** @param warnings a JSON array of texts */
    public record CommandWarnings(String commandId, String warnings) {}
}
